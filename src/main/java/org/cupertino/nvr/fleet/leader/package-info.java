/** Which of the orchestrators on one broker acts; all others stand by. */
@Uses({"identity", "mqtt", "timing", "wire"})
package org.cupertino.nvr.fleet.leader;

import org.cupertino.nvr.Uses;
