package org.cupertino.nvr.fleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.wire.AckStatus;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    @Test
    void answers_stand_in_columns_with_what_is_known_of_the_silent() throws Exception {
        List<Answer> answers =
                List.of(
                        new Answer(
                                "a", "b", AckStatus.COMPLETED, null, null, Duration.ofMillis(12)),
                        new Answer(
                                "proc-c",
                                "proc-c",
                                AckStatus.REJECTED,
                                "unknown_source",
                                "There is no source 9",
                                Duration.ofNanos(1_550_000)),
                        new Answer("d", "d", AckStatus.RECEIVED, null, null, Duration.ofMillis(3)),
                        Answer.none("e"),
                        Answer.none("f"));

        assertThat(Tables.answers(answers, Map.of("e", json("{'status': 'offline'}"))).lines())
                .containsExactly(
                        "INSTANCE  ANSWER                                               MS",
                        "a -> b    completed                                            12.0",
                        "proc-c    rejected unknown_source: There is no source 9        1.6",
                        "d         received, but not done in time                       3.0",
                        "e         no answer, last known as offline                     -",
                        "f         no answer, and no status either: is the name right?  -");
    }

    @Test
    void fleet_shows_who_is_dead_or_silent_and_each_camera_as_of_when_it_was_told()
            throws Exception {
        Map<String, JsonNode> statuses = new TreeMap<>();
        statuses.put(
                "a",
                json(
                        "{'status': 'running', 'model_id': 'nano', 'max_fps': 0.1, 'host': 'box',"
                                + " 'started_at': '2026-01-31T07:00:00.000Z',"
                                + " 'timestamp': '2026-01-31T07:55:00.000Z', 'sources': ["
                                + "{'source_id': 3, 'state': 'failed', 'fps': 0, 'max_fps': 0.1,"
                                + " 'last_frame_at': '2026-01-31T07:54:30.000Z', 'reason': 'Gone'}]}"));
        statuses.put(
                "b",
                json(
                        "{'status': 'offline', 'started_at': '2026-01-31T07:00:00.000Z',"
                                + " 'timestamp': '2026-01-29T05:00:00.000Z', 'sources': [],"
                                + " 'reason': 'The connection broke'}"));

        assertThat(Tables.fleet(statuses, Set.of("a"), NOW).lines())
                .containsExactly(
                        "INSTANCE  STATUS              MODEL  MAX FPS  UPTIME  HOST  TOLD      "
                                + " REASON",
                        "a         running, NO ANSWER  nano   0.1      1h 0m   box   5m 0s ago  -",
                        "b         offline             -      -        -       -     2d 3h ago "
                                + " The connection broke",
                        "",
                        "INSTANCE  SOURCE  STATE   FPS   MAX FPS  LAST FRAME  REASON",
                        "a         3       failed  0.00  0.1      30s ago     Gone");
    }

    @Test
    void fleet_shows_what_holds_for_a_time_as_of_when_it_was_told() throws Exception {
        JsonNode status =
                json(
                        "{'status': 'running', 'max_fps': 1.0, 'timestamp':"
                                + " '2026-01-31T07:00:00.000Z', 'sources': [{'source_id': 3,"
                                + " 'state': 'live', 'max_fps': 1.0}, {'source_id': 4, 'state':"
                                + " 'live', 'max_fps': 0.5}], 'leases': [{'what': 'process',"
                                + " 'source_id': null, 'max_fps': null, 'until':"
                                + " '2026-01-31T07:00:30.000Z'}, {'what': 'max_fps', 'source_id':"
                                + " null, 'max_fps': 0.1, 'until': '2026-01-31T07:05:12.000Z'},"
                                + " {'what': 'max_fps', 'source_id': 3, 'max_fps': 0.2, 'until':"
                                + " '2026-01-31T07:05:12.000Z'}, {'what': 'removed', 'source_id':"
                                + " 7, 'max_fps': 0.1, 'until': 'soon'}, 5]}");

        String shown = Tables.fleet(Map.of("a", status), Set.of(), NOW);

        assertThat(shown)
                .contains("running (30s) ", " 1.0 (5m 12s, then 0.1) ", "1.0 (5m 12s, then 0.2)")
                .containsPattern("a +4 +live +0.00 +0.5 +-")
                .containsPattern("a +7 +away \\(\\?\\) +- +- +-");
    }

    @Test
    void metrics_show_instances_and_cameras() throws Exception {
        JsonNode metrics =
                json(
                        "{'model_id': 'nano', 'inference_throughput': 2.004, 'messages_dropped': 7,"
                                + " 'inference_time_ms': {'p50': 58.71}, 'sources': ["
                                + "{'source_id': 3, 'state': 'live', 'fps': 1, 'frames_sampled': 11,"
                                + " 'frames_dropped': 2, 'reconnects': 0, 'last_frame_age_s': 0.44}]}");

        String text = Tables.metrics(Map.of("a", metrics));

        assertThat(text).containsPattern("a +nano +2.00 +- +58.7 +- +- +7\\R");
        assertThat(text).containsPattern("a +3 +live +1.00 +- +11 +2 +0 +0.4\\R");
    }

    @Test
    void nothing_from_the_wire_reaches_the_terminal_raw() throws Exception {
        JsonNode evil =
                json(
                        "{'status': '\\u001b]0;x\\u0007', 'host': '\\u009b2J', 'timestamp': 'soon',"
                                + " 'reason': 'a\\nb', 'sources': [{'state': '\\u001b[31m'}, 5]}");
        Map<String, JsonNode> statuses = Map.of("a\u001b", evil);

        String shown =
                Tables.fleet(statuses, Set.of(), NOW)
                        + Tables.metrics(statuses)
                        + Tables.json(statuses)
                        + Tables.answers(List.of(Answer.none("a\u001b")), statuses);

        assertThat(shown.replace(System.lineSeparator(), "").chars())
                .noneMatch(Character::isISOControl);
        assertThat(JSON.readTree(Tables.json(statuses)).get(0)).isEqualTo(evil);
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
