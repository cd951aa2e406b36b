package org.cupertino.nvr.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Workload workload;

    MetersTest() {
        workload = new Workload();
    }

    @Test
    void removed_camera_leaves_no_series_even_if_an_event_of_it_leaves_later() {
        workload.status("a", "m", 0, 1);
        workload.frame(1);
        assertThat(workload.series()).anyMatch(line -> line.contains("source_id=\"1\""));

        workload.status("a", "m", 0);
        workload.frame(1);

        assertThat(workload.series())
                .noneMatch(line -> line.contains("source_id=\"1\""))
                .anyMatch(line -> line.contains("source_id=\"0\""));
    }

    @Test
    void renamed_instance_leaves_no_series_and_goes_on_under_the_new_id() {
        workload.status("a", "m", 0);
        workload.frame(0, "person");
        int before = workload.series().size();

        workload.status("b", "m", 0);
        workload.frame(0, "person");

        assertThat(workload.series())
                .noneMatch(line -> line.contains("instance_id=\"a\""))
                .allMatch(line -> line.contains("instance_id=\"b\""))
                .hasSize(before);
    }

    @Test
    void only_the_model_in_use_is_shown() {
        workload.status("a", null);
        workload.status("a", "one");
        workload.status("a", "two");

        assertThat(workload.series())
                .filteredOn(line -> line.startsWith("nvr_model_info"))
                .containsExactly("nvr_model_info{instance_id=\"a\",model_id=\"two\"} 1");
    }

    @Test
    void what_masks_hide_is_counted_for_each_camera() {
        workload.status("a", "m", 0, 1);
        workload.meters.masked(1, 3);
        workload.meters.masked(9, 1);

        assertThat(workload.series())
                .contains(
                        "nvr_detections_masked_total{instance_id=\"a\",source_id=\"0\"} 0.0",
                        "nvr_detections_masked_total{instance_id=\"a\",source_id=\"1\"} 3.0");
    }

    @Test
    void detections_are_counted_by_class() {
        workload.status("a", "m", 0);
        workload.frame(0, "person", "person", "car");
        workload.frame(0, "person");

        assertThat(workload.series())
                .contains(
                        "nvr_detections_total{class_name=\"person\",instance_id=\"a\"} 3.0",
                        "nvr_detections_total{class_name=\"car\",instance_id=\"a\"} 1.0");
    }

    @Test
    void times_are_in_seconds() {
        workload.status("a", "m", 0);
        workload.frame(0);

        assertThat(workload.series())
                .contains(
                        "nvr_inference_seconds_sum{instance_id=\"a\",model_id=\"m\"} 0.02",
                        "nvr_inference_seconds_bucket{instance_id=\"a\",model_id=\"m\",le=\"0.025\"} 1",
                        "nvr_latency_seconds_sum{instance_id=\"a\",source_id=\"0\"} 0.03");
    }

    @Test
    void exactly_one_state_of_a_camera_holds() {
        workload.status("a", "m", 0);

        assertThat(workload.series())
                .filteredOn(line -> line.startsWith("nvr_camera_state") && line.endsWith(" 1.0"))
                .containsExactly(
                        "nvr_camera_state{instance_id=\"a\",source_id=\"0\",state=\"live\"} 1.0");
    }

    @Test
    void state_and_rate_of_a_camera_are_those_of_now_though_its_status_comes_later() {
        workload.status("a", "m", 0);
        workload.now =
                new StreamStats(
                        SourceState.STALLED, null, 0.5, null, 0, 0, 0, 0, 0, null, 0, 0, 0, 0);

        assertThat(workload.series())
                .contains(
                        "nvr_camera_state{instance_id=\"a\",source_id=\"0\",state=\"stalled\"} 1.0",
                        "nvr_camera_state{instance_id=\"a\",source_id=\"0\",state=\"live\"} 0.0",
                        "nvr_camera_max_fps{instance_id=\"a\",source_id=\"0\"} 0.5");
    }

    @Test
    void labels_are_the_few_that_are_bounded() {
        workload.status("a", "m", 0);
        workload.frame(0, "person");

        assertThat(workload.registry.getMeters().stream().map(Meter::getId))
                .allMatch(id -> id.getName().startsWith("nvr."))
                .flatMap(Meter.Id::getTags)
                .extracting(Tag::getKey)
                .containsOnly(
                        "instance_id",
                        "source_id",
                        "model_id",
                        "class_name",
                        "reason",
                        "state",
                        "connection",
                        "version",
                        "host");
    }
}
