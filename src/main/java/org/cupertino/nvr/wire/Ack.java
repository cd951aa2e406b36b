package org.cupertino.nvr.wire;

import java.time.Instant;

/**
 * The answer to a command.
 *
 * @param command its name, or null if it could not be read
 * @param requestId of the command, or null
 * @param code a stable snake_case word for a program, or null when all went well
 * @param message one sentence for a person, or null
 */
public record Ack(
        String instanceId,
        String command,
        String requestId,
        AckStatus ackStatus,
        String code,
        String message,
        Instant timestamp)
        implements Message {}
