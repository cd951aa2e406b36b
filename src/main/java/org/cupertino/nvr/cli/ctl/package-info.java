/** The verbs of {@code ctl}, which watch and steer a fleet over the wire. */
@Uses({"config", "fleet", "fleet.cameras", "fleet.console", "identity", "log", "mqtt", "wire"})
package org.cupertino.nvr.cli.ctl;

import org.cupertino.nvr.Uses;
