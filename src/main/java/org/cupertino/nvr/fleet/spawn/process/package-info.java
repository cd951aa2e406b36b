/** Starts processors as processes of this machine. */
@Uses({"config", "fleet.spawn"})
package org.cupertino.nvr.fleet.spawn.process;

import org.cupertino.nvr.Uses;
