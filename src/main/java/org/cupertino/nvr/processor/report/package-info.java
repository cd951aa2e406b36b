/**
 * What a processor publishes of what it sees and of itself: detection events, statuses, metrics.
 * Knows no MQTT.
 */
@Uses({
    "config",
    "identity",
    "processor.camera",
    "processor.frame",
    "processor.inference",
    "processor.ingest",
    "processor.metrics",
    "routes",
    "wire"
})
package org.cupertino.nvr.processor.report;

import org.cupertino.nvr.Uses;
