/**
 * TorchScript archives and PyTorch behind the interfaces of {@code inference}; nothing else uses
 * DJL.
 */
package org.cupertino.nvr.processor.inference.torch;
