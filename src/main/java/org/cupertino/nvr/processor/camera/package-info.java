/**
 * The cameras of a processor: which there are, what each is doing, and the Camel component that
 * brings their frames into routes.
 */
@Uses({"processor.frame", "processor.ingest", "routes", "secret", "timing", "wire"})
package org.cupertino.nvr.processor.camera;

import org.cupertino.nvr.Uses;
