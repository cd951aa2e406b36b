/** When a processor is alive and ready, for the health checks. */
@Uses({"observe", "processor.camera", "processor.inference", "wire"})
package org.cupertino.nvr.processor.health;

import org.cupertino.nvr.Uses;
