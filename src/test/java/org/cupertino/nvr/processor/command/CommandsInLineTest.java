package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that wait for the start, or for another change, take a bounded memory. */
class CommandsInLineTest {
    @TempDir Path models;
    private ControlPlane plane;

    @BeforeEach
    void startSlowly() throws Exception {
        plane = new ControlPlane(models, false);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void large_changes_are_rejected_where_a_thousand_kibibytes_wait() throws Exception {
        String large = "\"x\":[" + "{},".repeat(20_000) + "0]";
        for (int i = 0; i < 24; i++) {
            plane.send(pause("l" + i, large));
        }
        // Two may be out of the line, as one waits for the start.
        List<JsonNode> rejected = answersBeforeThePing();
        assertThat(rejected).hasSizeBetween(3, 7).allSatisfy(CommandsInLineTest::isRejected);

        plane.commands.open();
        plane.awaitAcks(2 * 24 - rejected.size() + 2);
        plane.send(pause("late", large));
        JsonNode last = plane.awaitAcks(2 * 24 - rejected.size() + 4).get(51 - rejected.size());
        assertThat(last.path("ack_status").asText()).isEqualTo("completed");
    }

    @Test
    void a_thousand_small_changes_wait_and_more_are_rejected() throws Exception {
        for (int i = 0; i < 1_010; i++) {
            plane.send(pause("s" + i, "\"x\":0"));
        }
        assertThat(answersBeforeThePing())
                .hasSizeBetween(5, 10)
                .allSatisfy(CommandsInLineTest::isRejected);
    }

    @Test
    void what_is_for_others_is_silence() throws Exception {
        for (int i = 0; i < 1_010; i++) {
            plane.send("{\"command\":\"pause\",\"target_instances\":\"other\"}");
        }
        assertThat(answersBeforeThePing()).isEmpty();
    }

    /** A ping does not wait in that line, and answers keep their order. */
    private List<JsonNode> answersBeforeThePing() throws Exception {
        plane.send("{\"command\":\"ping\",\"request_id\":\"p\"}");
        await().atMost(ControlPlane.SOON)
                .until(
                        () ->
                                plane.acks().stream().filter(CommandsInLineTest::isOfPing).count()
                                        == 2);
        return plane.acks().stream().takeWhile(ack -> !isOfPing(ack)).toList();
    }

    private static boolean isOfPing(JsonNode ack) {
        return ack.path("request_id").asText().equals("p");
    }

    private static String pause(String requestId, String more) {
        return "{\"command\":\"pause\",\"request_id\":\"%s\",%s}".formatted(requestId, more);
    }

    private static void isRejected(JsonNode ack) {
        assertThat(ack.path("ack_status").asText()).isEqualTo("rejected");
        assertThat(ack.path("code").asText()).isEqualTo("payload_too_large");
        assertThat(ack.path("message").asText()).contains("send it again later");
        assertThat(ack.path("request_id").asText()).isNotEmpty();
    }
}
