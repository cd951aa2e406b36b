package org.cupertino.nvr.wire;

import java.time.Instant;
import java.util.List;

/**
 * The cameras that are paused by command, retained by the broker: a processor that starts under
 * that id pauses them again.
 *
 * @param instanceId under which the processor was started; a rename does not change it
 * @param sources their numbers; empty if none is paused
 */
public record PausedCameras(String instanceId, List<Integer> sources, Instant timestamp)
        implements Message {}
