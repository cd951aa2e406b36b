/** The command line: one class a program, its help and its exit codes. */
@Uses({"cli.ctl", "config", "fleet", "fleet.console", "fleet.wall", "log", "secret", "site"})
package org.cupertino.nvr.cli;

import org.cupertino.nvr.Uses;
