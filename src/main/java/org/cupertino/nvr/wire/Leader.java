package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * An orchestrator that leads, or claims to. Retained, and published again every two seconds.
 *
 * @param instanceId of the orchestrator
 * @param token of this process, random
 * @param leading false while it claims, and waits for an objection
 * @param term one more than that of the leader before; of two leaders the one of the higher term
 *     leads, or with the same term that of the lower token
 * @param host that it runs on
 * @param startedAt when its process started
 */
public record Leader(
        String instanceId,
        String token,
        boolean leading,
        long term,
        String host,
        Instant startedAt,
        Instant timestamp)
        implements Message {}
