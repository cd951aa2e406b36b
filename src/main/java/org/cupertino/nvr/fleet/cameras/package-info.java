/** How each camera is, of whichever processors watch it. */
@Uses({"fleet", "mqtt", "wire"})
package org.cupertino.nvr.fleet.cameras;

import org.cupertino.nvr.Uses;
