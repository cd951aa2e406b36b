/**
 * The figures of a processor as Micrometer meters. Uses Micrometer and reads {@code camera}, {@code
 * inference}, {@code mqtt} and {@code event}; what it is told decides what it shows.
 */
package org.cupertino.nvr.metrics;
