/**
 * The options of the program, checked once, the folders it works with, and what must be masked
 * wherever it is shown. Uses picocli, nothing else.
 */
package org.cupertino.nvr.config;
