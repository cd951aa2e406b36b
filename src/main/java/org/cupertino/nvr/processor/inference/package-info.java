/** Finds things in frames: the models folder, the network in use, and what its numbers mean. */
@Uses({"config", "processor.frame", "wire"})
package org.cupertino.nvr.processor.inference;

import org.cupertino.nvr.Uses;
