/** The figures of a processor as Micrometer meters, and what is read from them. */
@Uses({"processor.camera", "processor.inference", "processor.ingest", "processor.metrics", "wire"})
package org.cupertino.nvr.processor.metrics;

import org.cupertino.nvr.Uses;
