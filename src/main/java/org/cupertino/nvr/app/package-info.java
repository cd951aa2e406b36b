/**
 * Puts each program together, the processor, the orchestrator and the wall, and starts and ends it.
 */
@Uses({
    "broker",
    "cli",
    "config",
    "fleet.emergency",
    "fleet.spawn",
    "fleet.spawn.docker",
    "fleet.spawn.process",
    "fleet.wall",
    "identity",
    "log",
    "mqtt",
    "observe",
    "processor.camera",
    "processor.command",
    "processor.frame",
    "processor.health",
    "processor.inference",
    "processor.inference.torch",
    "processor.ingest",
    "processor.metrics",
    "processor.picture",
    "processor.posture",
    "processor.report",
    "processor.track",
    "processor.zone",
    "routes",
    "secret",
    "site",
    "timing",
    "wire"
})
package org.cupertino.nvr.app;

import org.cupertino.nvr.Uses;
