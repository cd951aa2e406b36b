package org.cupertino.nvr.fleet.wall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detection events are read as strangers write them. */
class EventReaderTest {
    private static final String BOX =
            "{\"class_name\":\"%s\",\"confidence\":%s,\"bbox\":{\"x\":%s,\"y\":%s,\"width\":%s,"
                    + "\"height\":10},\"tracker_id\":7,\"posture\":\"lying\",\"zones\":[\"bed\"]}";

    @Test
    void what_the_frame_showed_is_read() {
        View view =
                read(event("2", BOX.formatted("person", "0.5", "10", "20", "30"))).orElseThrow();
        assertThat(view.instanceId()).isEqualTo("nvr-1");
        assertThat(view.frameId()).isEqualTo(5);
        assertThat(view.detections())
                .singleElement()
                .satisfies(
                        box -> {
                            assertThat(box.className()).isEqualTo("person");
                            assertThat(box.trackerId()).isEqualTo(7);
                            assertThat(box.posture()).isEqualTo("lying");
                            assertThat(box.zones()).containsExactly("bed");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e9,20,30,0.5",
                "10,-1,30,0.5",
                "10,20,0.5e7,0.5",
                "10,20,-3,0.5",
                "10,20,30,7",
                "\"NaN\",20,30,0.5",
                "null,20,30,0.5"
            })
    void thing_that_is_not_in_the_frame_is_left_out(String numbers) {
        String[] n = numbers.split(",");
        String event =
                event(
                        "2",
                        BOX.formatted("ghost", n[3], n[0], n[1], n[2])
                                + ","
                                + BOX.formatted("person", "0.5", "10", "20", "30"));
        assertThat(read(event).orElseThrow().detections())
                .extracting(Box::className)
                .containsExactly("person");
    }

    @Test
    void text_is_cut_and_hides_nothing() {
        String name = "<b>\\u202e" + "x".repeat(10_000);
        View view = read(event("2", BOX.formatted(name, "0.5", "10", "20", "30"))).orElseThrow();
        assertThat(view.detections().get(0).className())
                .startsWith("<b>?xxx")
                .hasSizeLessThanOrEqualTo(EventReader.LONGEST_TEXT + 3);
    }

    @Test
    void only_the_first_things_of_many_are_kept() {
        String boxes = (BOX.formatted("person", "0.5", "10", "20", "30") + ",").repeat(2_000);
        View view = read(event("2", boxes.substring(0, boxes.length() - 1))).orElseThrow();
        assertThat(view.detections()).hasSize(EventReader.MOST_BOXES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"source_id\":2}",
                "{\"instance_id\":\"nvr-1\",\"source_id\":2,\"frame_id\":-1,\"timestamp\":"
                        + "\"2026-01-01T00:00:00Z\",\"frame_width\":9,\"frame_height\":9,\"detections\":[]}",
                "{\"instance_id\":\"nvr-1\",\"source_id\":2,\"frame_id\":1,\"timestamp\":"
                        + "\"+99999-01-01T00:00:00Z\",\"frame_width\":9,\"frame_height\":9,\"detections\":[]}",
                "{\"instance_id\":\"<i>\",\"source_id\":2,\"frame_id\":1,\"timestamp\":"
                        + "\"2026-01-01T00:00:00Z\",\"frame_width\":9,\"frame_height\":9,\"detections\":[]}",
                "{\"instance_id\":\"a\",\"source_id\":2,\"frame_id\":1,\"timestamp\":"
                        + "\"2026-01-01T00:00:00Z\",\"frame_width\":1e9,\"frame_height\":9,\"detections\":[]}"
            })
    void what_makes_no_sense_is_no_event(String payload) {
        assertThat(read(payload)).isEmpty();
    }

    @Test
    void event_of_another_camera_than_its_topic_and_one_that_is_too_large_are_none() {
        assertThat(read(event("3", ""))).isEmpty();
        assertThat(EventReader.read("2", new byte[EventReader.LARGEST_BYTES + 1])).isEmpty();
    }

    private static Optional<View> read(String payload) {
        return EventReader.read("2", payload.getBytes(UTF_8));
    }

    private static String event(String source, String boxes) {
        return "{\"instance_id\":\"nvr-1\",\"source_id\":%s,\"frame_id\":5,\"timestamp\":"
                        .formatted(source)
                + "\"2026-01-01T00:00:00.000Z\",\"frame_width\":640,\"frame_height\":480,"
                + "\"detections\":["
                + boxes
                + "]}";
    }
}
