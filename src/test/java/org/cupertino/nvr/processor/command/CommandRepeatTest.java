package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request id protects, and from what. */
class CommandRepeatTest {
    private static final String FAST =
            "{\"command\":\"set_fps\",\"params\":{\"max_fps\":2},\"request_id\":\"r\"%s}";

    @TempDir Path models;
    private ControlPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = new ControlPlane(models);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void repeat_after_its_expiry_is_acknowledged_as_done() throws Exception {
        plane.send(FAST.formatted(""));
        plane.awaitAcks(2);
        plane.send(FAST.formatted(",\"expires_at\":\"2020-01-01T00:00:00Z\""));
        plane.awaitAcks(3);
        assertThat(plane.acks().get(2).get("ack_status").asText()).isEqualTo("completed");
    }

    @Test
    void another_command_under_a_used_request_id_is_rejected_and_not_swallowed() throws Exception {
        plane.send(FAST.formatted(""));
        plane.awaitAcks(2);
        plane.send("{\"command\":\"set_fps\",\"params\":{\"max_fps\":3},\"request_id\":\"r\"}");
        plane.awaitAcks(3);
        assertThat(plane.acks().get(2).get("ack_status").asText()).isEqualTo("rejected");
        assertThat(plane.acks().get(2).get("code").asText()).isEqualTo("invalid_param");
        assertThat(plane.cameras.maxFps()).isEqualTo(2);
    }
}
