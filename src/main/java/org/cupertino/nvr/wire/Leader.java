package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * The orchestrator that acts; all others stand by. Retained, and published again every two seconds.
 *
 * @param instanceId of the orchestrator
 * @param token of this process; of two that claim to lead the lower one does
 * @param host that it runs on
 * @param startedAt when its process started
 */
public record Leader(
        String instanceId, String token, String host, Instant startedAt, Instant timestamp)
        implements Message {}
