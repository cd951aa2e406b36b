package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * An event that the orchestrator ignores because it is invalid or retained.
 *
 * @param instanceId of the orchestrator
 * @param message one sentence on what is wrong with it
 */
public record EventRejected(String instanceId, String message, Instant timestamp)
        implements Message {}
