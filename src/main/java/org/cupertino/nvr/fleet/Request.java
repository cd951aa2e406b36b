package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cupertino.nvr.wire.Json;

/**
 * A command as it is sent.
 *
 * @param params possibly none
 * @param targets ids of instances, or none for everybody
 * @param requestId comes back in its acks
 * @param expiresIn time after which it must not be executed any more, or null
 */
public record Request(
        String command,
        Map<String, Object> params,
        List<String> targets,
        String requestId,
        Duration expiresIn) {
    private static final ObjectMapper JSON = Json.mapper();
    private static final String RENAME = "rename_instance";

    public static String newId() {
        return UUID.randomUUID().toString();
    }

    byte[] payload(Instant now) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("command", command);
        if (!params.isEmpty()) {
            message.put("params", params);
        }
        message.put("target_instances", targets.isEmpty() ? "*" : targets);
        message.put("request_id", requestId);
        if (expiresIn != null) {
            message.put("expires_at", now.plus(expiresIn));
        }
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A command cannot be written as JSON", e);
        }
    }

    /** Whether this id is the new name that the command gives to its only target. */
    boolean isNewNameOfTarget(String instance) {
        return command.equals(RENAME)
                && targets.size() == 1
                && instance.equals(params.get("new_instance_id"));
    }
}
