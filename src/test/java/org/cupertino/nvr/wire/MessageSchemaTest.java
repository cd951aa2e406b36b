package org.cupertino.nvr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageSchemaTest {
    private static final ObjectMapper JSON = Json.mapper();
    private static final Instant AT = Instant.parse("2026-01-31T08:00:00.123456Z");

    @Test
    void a_detection_event_is_as_its_schema_says() throws Exception {
        DetectionEvent event =
                new DetectionEvent(
                                "proc-a",
                                2,
                                7,
                                AT,
                                "nanodet-g",
                                41.5,
                                List.of(
                                        new Detection(
                                                "person",
                                                0.875f,
                                                new BoundingBox(100.5f, 50f, 20f, 60f),
                                                null,
                                                List.of("bed"),
                                                List.of(ZoneKind.BED),
                                                Posture.LYING,
                                                0.75f,
                                                List.of(new Keypoint("nose", 1f, 2f, 0.5f)))),
                                0.1,
                                null,
                                1920,
                                1080)
                        .withZoneKinds(List.of(ZoneKind.FLOOR, ZoneKind.BED))
                        .publishedAt(AT.plusMillis(250));
        JsonNode written = valid(event, "detection-event");
        assertThat(written.get("timestamp").asText()).isEqualTo("2026-01-31T08:00:00.123Z");
        assertThat(written.get("latency_ms").asDouble()).isEqualTo(250);
        // The clock was set back in between.
        assertThat(event.publishedAt(AT.minusSeconds(3_600)).latencyMs()).isZero();
        assertThat(written.at("/detections/0/class_name").asText()).isEqualTo("person");
        assertThat(written.at("/detections/0/tracker_id").isNull()).isTrue();
        assertThat(written.at("/detections/0/zone_kinds/0").asText()).isEqualTo("bed");
        assertThat(written.at("/zone_kinds/0").asText()).isEqualTo("floor");
        assertThat(written.at("/detections/0/posture").asText()).isEqualTo("lying");
        assertThat(written.has("schemaVersion")).isFalse();
    }

    @Test
    void a_status_is_as_its_schema_says() throws Exception {
        SourceStatus source =
                new SourceStatus(2, SourceState.LIVE, 0.1, 0.1, AT, null, "rtsp://***@cam/2");
        Status status =
                new Status(
                        "proc-a",
                        InstanceState.RUNNING,
                        AT,
                        AT,
                        12.5,
                        "1.0.0",
                        "box",
                        "nanodet-g",
                        0.1,
                        List.of(source),
                        List.of(
                                new LeaseStatus(LeaseStatus.What.MAX_FPS, 2, AT, 0.05),
                                new LeaseStatus(LeaseStatus.What.PROCESS, null, AT, null)),
                        "processor-1a2b3c4d",
                        true,
                        null,
                        10.0,
                        "bf16");
        JsonNode written = valid(status, "status");
        assertThat(written.get("status").asText()).isEqualTo("running");
        assertThat(written.at("/sources/0/state").asText()).isEqualTo("live");
        assertThat(written.has("reason")).isFalse();
        assertThat(written.at("/leases/0/what").asText()).isEqualTo("max_fps");
        assertThat(written.at("/leases/1/source_id").isNull()).isTrue();
    }

    @Test
    void a_list_of_paused_cameras_is_as_its_schema_says() throws Exception {
        valid(new PausedCameras("a", List.of(0, 2), AT), "paused-cameras");
        valid(new PausedCameras("a", List.of(), AT), "paused-cameras");
    }

    @Test
    void an_ack_is_as_its_schema_says() throws Exception {
        valid(new Ack("a", "pause", "r1", AckStatus.COMPLETED, null, null, AT), "ack");
        valid(new Ack("a", null, null, AckStatus.REJECTED, "malformed_json", "No", AT), "ack");
    }

    @Test
    void metrics_are_as_their_schema_says_with_and_without_frames() throws Exception {
        valid(
                new Metrics(
                        "a",
                        AT,
                        1,
                        "m",
                        2.5,
                        31.0,
                        new Metrics.Percentiles(1.0, 2.0, 3.0),
                        0,
                        List.of(
                                new SourceMetrics(
                                        0, SourceState.LIVE, 1, 31.0, 10, 0, 0, 12L, 1L, 1L, 0.4),
                                new SourceMetrics(
                                        1,
                                        SourceState.FAILED,
                                        0,
                                        null,
                                        0,
                                        0,
                                        0,
                                        3L,
                                        0L,
                                        3L,
                                        null))),
                "metrics");
        valid(
                new Metrics(
                        "a",
                        AT,
                        1,
                        null,
                        0,
                        null,
                        new Metrics.Percentiles(null, null, null),
                        3,
                        List.of()),
                "metrics");
    }

    @Test
    void the_status_of_a_room_is_as_its_schema_says_and_comes_back_as_it_was() throws Exception {
        RoomStatus queued =
                new RoomStatus(
                        "orchestrator",
                        2,
                        17,
                        RoomEvent.FALL_DETECTED,
                        RoomState.QUEUED,
                        AT,
                        AT,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of("Waits"),
                        null,
                        null);
        assertThat(valid(queued, "room-status").has("born_as")).isFalse();
        RoomStatus emergency =
                new RoomStatus(
                        "orchestrator",
                        2,
                        17,
                        RoomEvent.RESIDENT_ASSISTED,
                        RoomState.LEAVING,
                        AT.truncatedTo(ChronoUnit.MILLIS),
                        AT.truncatedTo(ChronoUnit.MILLIS),
                        "emergency-room-2",
                        "emergency-1a2b3c4d",
                        List.of("proc-a"),
                        List.of(
                                new RoomStatus.Step(
                                        "return-camera",
                                        RoomStatus.Result.WAITING,
                                        AT.truncatedTo(ChronoUnit.MILLIS),
                                        "proc-a does not see camera 17 yet"),
                                new RoomStatus.Step(
                                        "spawn",
                                        RoomStatus.Result.DONE,
                                        AT.truncatedTo(ChronoUnit.MILLIS),
                                        null)),
                        List.of(),
                        0.98,
                        AT.truncatedTo(ChronoUnit.MILLIS));
        JsonNode written = valid(emergency, "room-status");
        assertThat(written.at("/steps/0/result").asText()).isEqualTo("waiting");
        assertThat(JSON.treeToValue(written, RoomStatus.class)).isEqualTo(emergency);
    }

    @Test
    void schema_of_rooms_names_the_states_events_and_results_there_are() throws Exception {
        JsonNode schema = schema("room-status").get("properties");
        assertThat(names(schema.at("/state/enum"))).isEqualTo(names(RoomState.values()));
        assertThat(names(schema.at("/event/enum"))).isEqualTo(names(RoomEvent.values()));
        assertThat(names(schema.at("/steps/items/properties/result/enum")))
                .isEqualTo(names(RoomStatus.Result.values()));
        assertThat(names(schema("room-event").at("/properties/event/enum")))
                .isEqualTo(names(RoomEvent.values()));
    }

    @Test
    void a_notice_of_a_rule_is_as_its_schema_says() throws Exception {
        RoomNotice.What what = RoomNotice.What.PERSON_ON_FLOOR;
        valid(new RoomNotice("orchestrator", 2, 2, what, AT, 0.8, 7L, AT), "room-notice");
        valid(
                new RoomNotice("orchestrator", 2, 2, RoomNotice.What.QUIET, AT, null, 7L, AT),
                "room-notice");
        assertThat(names(schema("room-notice").at("/properties/notice/enum")))
                .isEqualTo(names(RoomNotice.What.values()));
        assertThat(names(schema("room-event").at("/properties/outcome/enum")))
                .startsWith("real", "false_alarm", "test")
                .hasSize(Outcome.values().length + 1);
    }

    @Test
    void the_status_of_a_camera_is_as_its_schema_says_and_comes_back_as_it_was() throws Exception {
        CameraStatus live = camera(CameraState.LIVE, "Room 2", AT, null);
        assertThat(valid(live, "camera-status").at("/last_seen/person").asText())
                .isEqualTo("2026-01-31T08:00:00.123Z");
        Instant at = AT.truncatedTo(ChronoUnit.MILLIS);
        CameraStatus unwatched = camera(CameraState.UNWATCHED, null, at, "proc-a is offline");
        assertThat(JSON.treeToValue(valid(unwatched, "camera-status"), CameraStatus.class))
                .isEqualTo(unwatched);
        assertThat(unwatched.saysTheSameAs(live)).isFalse();
        assertThat(schema("camera-status").at("/properties/state/enum"))
                .isEqualTo(JSON.valueToTree(CameraState.published()));
    }

    private static CameraStatus camera(CameraState state, String name, Instant at, String reason) {
        return new CameraStatus(
                "orchestrator",
                2,
                name,
                state,
                at,
                List.of(),
                List.of("proc-a"),
                at,
                Map.of("person", at),
                reason,
                at);
    }

    @Test
    void a_rejected_event_is_told_as_its_schema_says() throws Exception {
        valid(new EventRejected("orchestrator", "An event is a JSON object", AT), "event-rejected");
    }

    @Test
    void a_leader_is_as_its_schema_says() throws Exception {
        valid(new Leader("orchestrator", "6b1f7a52", true, 1, "box", AT, AT), "leader");
    }

    private static List<String> names(Object values) {
        List<String> names = new ArrayList<>();
        JSON.<JsonNode>valueToTree(values).forEach(name -> names.add(name.asText()));
        return names;
    }

    private static JsonNode schema(String name) throws Exception {
        try (InputStream in = Json.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return JSON.readTree(in);
        }
    }

    private static JsonNode valid(Message message, String schema) throws Exception {
        JsonNode written = JSON.readTree(JSON.writeValueAsBytes(message));
        try (InputStream in =
                Json.class.getResourceAsStream("/schema/" + schema + ".schema.json")) {
            assertThat(
                            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                    .getSchema(in)
                                    .validate(written))
                    .isEmpty();
        }
        return written;
    }
}
