/** What a fleet looks like on a terminal: tables and lines. */
@Uses({"fleet", "mqtt", "wire"})
package org.cupertino.nvr.fleet.console;

import org.cupertino.nvr.Uses;
