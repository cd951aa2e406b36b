/**
 * Takes rooms into an emergency and out of it: which processor watches the camera of a room, and
 * how fast the others sample meanwhile.
 */
@Uses({
    "config",
    "fleet",
    "fleet.cameras",
    "fleet.leader",
    "fleet.rule",
    "fleet.spawn",
    "identity",
    "mqtt",
    "routes",
    "site",
    "timing",
    "wire"
})
package org.cupertino.nvr.fleet.emergency;

import org.cupertino.nvr.Uses;
