/** Plays a site, and an emergency on it, for a person to watch. */
@Uses({"app", "config", "fleet", "fleet.console", "mqtt", "wire"})
package org.cupertino.nvr.demo;

import org.cupertino.nvr.Uses;
