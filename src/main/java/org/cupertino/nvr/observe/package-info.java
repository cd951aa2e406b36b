/**
 * How others look at a processor from outside: health checks, and the HTTP server for them and the
 * metrics. Uses Camel's health and management server, {@code camera}, {@code inference} and {@code
 * mqtt}.
 */
package org.cupertino.nvr.observe;
