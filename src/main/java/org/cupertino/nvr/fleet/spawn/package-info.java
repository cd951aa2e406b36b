/** Starts processors on demand; an engine each is in a package below. */
@Uses({"config", "identity", "secret"})
package org.cupertino.nvr.fleet.spawn;

import org.cupertino.nvr.Uses;
