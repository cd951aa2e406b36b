/**
 * Cameras and video files: opens streams, keeps them open, decodes only what is due and hands
 * pictures on.
 */
@Uses({"config", "processor.frame", "processor.ingest", "secret", "site", "timing", "wire"})
package org.cupertino.nvr.processor.ingest;

import org.cupertino.nvr.Uses;
