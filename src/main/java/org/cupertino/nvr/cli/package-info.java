/**
 * The command line, its help and exit codes, and logging. Uses config, picocli and logback, nothing
 * else.
 */
package org.cupertino.nvr.cli;
