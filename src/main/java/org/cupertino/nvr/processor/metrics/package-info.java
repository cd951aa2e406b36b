/**
 * The figures of a processor as Micrometer meters, and what is read from them. Uses Micrometer and
 * reads {@code camera}, {@code inference}, {@code mqtt} and {@code event}; what it is told decides
 * what it shows.
 */
package org.cupertino.nvr.processor.metrics;
