/** What a site wants to see of each camera: which things, and in which zones. */
@Uses({"site", "wire"})
package org.cupertino.nvr.processor.zone;

import org.cupertino.nvr.Uses;
