/** Rules on detections: what they see in the frames of a camera one after the other. */
@Uses({"config", "fleet", "wire"})
package org.cupertino.nvr.fleet.rule;

import org.cupertino.nvr.Uses;
