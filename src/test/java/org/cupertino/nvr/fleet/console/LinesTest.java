package org.cupertino.nvr.fleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Lines all = new Lines(WatchFilter.NONE);
    private final Lines camera3 = new Lines(new WatchFilter(3, null));
    private final Lines onlyA = new Lines(new WatchFilter(null, "a"));

    @Test
    void detections_are_counted_by_class_and_filtered() throws Exception {
        JsonNode event =
                json(
                        "{'instance_id': 'b', 'source_id': 3, 'frame_id': 8, 'latency_ms': 61.4,"
                                + " 'detections': [{'class_name': 'person', 'confidence': 0.91},"
                                + " {'class_name': 'wheel chair', 'confidence': 0.5},"
                                + " {'class_name': 'person', 'confidence': 0.75}]}");

        assertThat(all.detections(event))
                .isEqualTo(
                        "camera 3  2 person (0.91 0.75), 1 wheel chair (0.50)  [b, frame 8, 61 ms]");
        assertThat(camera3.detections(event)).isEqualTo(all.detections(event));
        assertThat(onlyA.detections(event)).isNull();
        assertThat(new Lines(new WatchFilter(4, null)).detections(event)).isNull();
    }

    @Test
    void numbers_are_written_alike_everywhere() throws Exception {
        JsonNode event =
                json(
                        "{'latency_ms': 61.4,"
                                + " 'detections': [{'class_name': 'person', 'confidence': 0.91}]}");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(all.detections(event))
                    .isEqualTo("camera 0  1 person (0.91)  [, frame 0, 61 ms]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void camera_shows_who_watches_it_or_why_nobody_does() throws Exception {
        JsonNode live =
                json(
                        "{'source_id': 3, 'state': 'live', 'watched_by': ['a', 'c'],"
                                + " 'wanted_by': ['a', 'c']}");
        JsonNode unwatched =
                json(
                        "{'source_id': 4, 'name': 'Room 4', 'state': 'unwatched',"
                                + " 'watched_by': [], 'wanted_by': ['b'], 'reason': 'b is offline'}");

        assertThat(all.camera(live)).isEqualTo("camera 3 is live, watched by a, c");
        assertThat(all.camera(unwatched)).isEqualTo("camera 4 Room 4 is unwatched (b is offline)");
        assertThat(onlyA.camera(live)).isEqualTo(all.camera(live));
        assertThat(onlyA.camera(unwatched)).isNull();
        assertThat(camera3.camera(unwatched)).isNull();
    }

    @Test
    void status_shows_the_cameras_that_are_wanted() throws Exception {
        JsonNode status =
                json(
                        "{'instance_id': 'a', 'status': 'running', 'reason': 'x', 'sources': ["
                                + "{'source_id': 3, 'state': 'live'},"
                                + " {'source_id': 4, 'state': 'failed'}]}");

        assertThat(all.status(status)).isEqualTo("a is running (x), cameras: 3 live, 4 failed");
        assertThat(camera3.status(status)).isEqualTo("a is running (x), cameras: 3 live");
        assertThat(new Lines(new WatchFilter(null, "b")).status(status)).isNull();
    }

    @Test
    void instance_that_gets_another_name_is_seen_to() throws Exception {
        JsonNode status = json("{'instance_id': 'n', 'status': 'running', 'renamed_from': 'a'}");

        assertThat(onlyA.status(status)).isEqualTo("n is running, before a");
    }

    @Test
    void answers_are_filtered_by_instance_alone() throws Exception {
        JsonNode ack =
                json(
                        "{'instance_id': 'b', 'command': 'pause', 'ack_status': 'rejected',"
                                + " 'message': 'No'}");

        assertThat(camera3.ack(ack)).isEqualTo("b answers pause: rejected, No");
        assertThat(onlyA.ack(ack)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "snapshot"})
    void of_what_programs_ask_all_the_time_rejections_alone_are_news(String command)
            throws Exception {
        String ack = "{'instance_id': 'a', 'command': '%s', 'ack_status': '%s'}";
        assertThat(onlyA.ack(json(ack.formatted(command, "received")))).isNull();
        assertThat(onlyA.ack(json(ack.formatted(command, "completed")))).isNull();
        assertThat(onlyA.ack(json(ack.formatted(command, "rejected")))).contains("rejected");
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
