/**
 * The options of the program, checked once, and the folders it works with. Uses picocli and slf4j,
 * nothing else.
 */
package org.cupertino.nvr.config;
