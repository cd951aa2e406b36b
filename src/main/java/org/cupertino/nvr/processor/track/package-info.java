/** Follows people from frame to frame. */
@Uses({"wire"})
package org.cupertino.nvr.processor.track;

import org.cupertino.nvr.Uses;
