package org.cupertino.nvr.processor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices another processor that runs under the same id, by what others publish on this one's
 * status topic; logs it and reports it in the status. Thread-safe.
 *
 * <p>Whatever another publishes there, this one publishes its own status after it, at most once a
 * second: so the other notices too, and no forged status stays retained. When the other stops, dies
 * or is renamed, it replaces or clears the retained status, which is answered likewise.
 */
public final class DuplicateIdWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateIdWatch.class);
    private static final ObjectMapper JSON = Json.strictMapper();
    private static final Duration PACE = Duration.ofSeconds(1);

    private final StatusReport status;
    private final BiConsumer<Duration, Runnable> timer;
    private boolean resting;
    private boolean due;

    /**
     * @param timer runs a task after a time
     */
    public DuplicateIdWatch(StatusReport status, BiConsumer<Duration, Runnable> timer) {
        this.status = status;
        this.timer = timer;
    }

    /**
     * Takes what another client published, not retained from before.
     *
     * @param payload untrusted; empty is how a retained status is cleared
     */
    public void heard(byte[] payload) {
        if (payload.length == 0) {
            gone();
            return;
        }
        JsonNode message;
        try {
            message = JSON.readTree(payload);
        } catch (IOException e) {
            LOG.debug("What was published on the topic of this processor's status is no JSON");
            return;
        }
        String state = message.path("status").asText();
        if (InstanceState.of(state).isGone()) {
            gone();
        } else if (!state.isEmpty()) {
            present(message.path("host").asText());
        }
    }

    /** Forgets the other, which will be heard again if it still runs. Called after each connect. */
    public void forget() {
        status.duplicateId(null);
    }

    private void present(String host) {
        String where = host.matches("[A-Za-z0-9.-]{1,253}") ? " on host " + host : "";
        if (status.duplicateId(
                "Another processor%s has the same instance id, stop or rename one of the two"
                        .formatted(where))) {
            LOG.atError()
                    .addKeyValue("event", "duplicate_instance_id")
                    .log(
                            "Another processor{} has the id of this one: both do every command, and"
                                    + " each overwrites the other's status; stop or rename one of"
                                    + " the two",
                            where);
        }
        answer();
    }

    private void gone() {
        if (status.duplicateId(null)) {
            LOG.atInfo()
                    .addKeyValue("event", "duplicate_instance_id_gone")
                    .log("The other processor with this instance id is gone");
        }
        answer();
    }

    /** Publishes the status, now or when the last answer is a second old. */
    private synchronized void answer() {
        due = true;
        if (!resting) {
            rested();
        }
    }

    private synchronized void rested() {
        resting = due;
        // Two that stop at once would answer each other without end.
        if (due && !status.isStopping()) {
            due = false;
            timer.accept(PACE, this::rested);
            status.publish();
        }
    }
}
