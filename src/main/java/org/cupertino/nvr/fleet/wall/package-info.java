/**
 * The wall: shows in a browser how the cameras, processors and rooms behind a broker are, and sends
 * what an operator does there.
 */
@Uses({"config", "fleet", "fleet.cameras", "identity", "mqtt", "routes", "timing", "wire"})
package org.cupertino.nvr.fleet.wall;

import org.cupertino.nvr.Uses;
