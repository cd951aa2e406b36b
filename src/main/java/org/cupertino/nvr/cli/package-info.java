/**
 * The command line, its help and exit codes, and logging. Uses config, client and mqtt's settings,
 * picocli, logback and Jackson's tree, nothing else.
 */
package org.cupertino.nvr.cli;
