/** Starts processors as containers. Only this package uses docker-java. */
@Uses({"config", "fleet.spawn"})
package org.cupertino.nvr.fleet.spawn.docker;

import org.cupertino.nvr.Uses;
