package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * The orchestrator got an event that it cannot act upon.
 *
 * @param instanceId of the orchestrator
 * @param message one sentence on what is wrong with it
 */
public record EventRejected(String instanceId, String message, Instant timestamp)
        implements Message {}
