package org.cupertino.nvr.processor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;

/** A status is cut to what the broker takes, and says so. */
class StatusFitTest {
    @Test
    void status_that_fits_stays_as_it_is() throws Exception {
        Status status = status(5, "rtsp://10.0.0.1/a", null);
        assertThat(StatusFit.cut(status, size(status))).isSameAs(status);
        assertThat(StatusFit.cut(status, Long.MAX_VALUE)).isSameAs(status);
    }

    @Test
    void five_addresses_of_60_kb_are_shortened_and_no_camera_is_left_out() throws Exception {
        Status cut = StatusFit.cut(status(5, "rtsp://h/" + "a".repeat(60_000), null), 262_144);
        assertThat(size(cut)).isLessThan(262_144);
        assertThat(cut.sources()).hasSize(5);
        assertThat(cut.sources()).allMatch(s -> s.uri().startsWith("rtsp://h/a"));
        assertThat(cut.reason()).isNull();
    }

    @Test
    void thousand_cameras_lose_their_texts_before_any_camera_is_left_out() throws Exception {
        Status cut = StatusFit.cut(status(1_000, "rtsp://10.0.0.1:554/stream/1", null), 131_072);
        assertThat(size(cut)).isLessThanOrEqualTo(131_072);
        assertThat(cut.sources()).hasSize(1_000).allMatch(s -> s.uri().isEmpty());
    }

    @Test
    void as_many_cameras_as_fit_are_listed_and_the_reason_says_how_many_are_not() throws Exception {
        Status cut = StatusFit.cut(status(1_000, "rtsp://10.0.0.1/a", "It is late"), 4_000);
        int left = 1_000 - cut.sources().size();
        assertThat(size(cut)).isBetween(3_700, 4_000);
        assertThat(cut.status()).isEqualTo(InstanceState.RUNNING);
        assertThat(cut.reason())
                .isEqualTo(
                        left
                                + " of 1000 cameras are left out here, for the broker takes 4000"
                                + " bytes; It is late");
    }

    @Test
    void where_nothing_fits_the_smallest_status_is_left() {
        Status cut = StatusFit.cut(status(3, "rtsp://10.0.0.1/a", "🙂".repeat(5_000)), 10);
        assertThat(cut.sources()).isEmpty();
        assertThat(cut.reason().codePointCount(0, cut.reason().length())).isLessThan(300);
    }

    private static int size(Status status) throws Exception {
        return Json.mapper().writeValueAsBytes(status).length;
    }

    private static Status status(int cameras, String uri, String reason) {
        Instant now = Instant.parse("2026-01-31T08:00:00.123Z");
        List<SourceStatus> sources =
                IntStream.range(0, cameras)
                        .mapToObj(
                                id ->
                                        new SourceStatus(
                                                id,
                                                SourceState.FAILED,
                                                1,
                                                0,
                                                null,
                                                "The camera does not answer",
                                                uri))
                        .toList();
        return new Status(
                "a",
                InstanceState.RUNNING,
                now,
                now,
                1,
                "1",
                "h",
                "m",
                1,
                sources,
                null,
                null,
                null,
                reason,
                10.0,
                "fp32");
    }
}
