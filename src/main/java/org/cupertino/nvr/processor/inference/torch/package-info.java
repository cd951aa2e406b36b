/** TorchScript networks on PyTorch. Only this package uses DJL. */
@Uses({"config", "processor.inference"})
package org.cupertino.nvr.processor.inference.torch;

import org.cupertino.nvr.Uses;
