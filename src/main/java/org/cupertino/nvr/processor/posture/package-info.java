/** How people are: upright, sitting or lying; and the look at the turned picture for who lies. */
@Uses({"processor.camera", "processor.frame", "processor.inference", "routes", "wire"})
package org.cupertino.nvr.processor.posture;

import org.cupertino.nvr.Uses;
