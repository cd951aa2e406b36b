package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.cupertino.nvr.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrameFailuresTest {
    private static final Exception BAD = new IllegalStateException("no such operator\n at layer 3");

    private final AtomicLong nanos = new AtomicLong();
    private final FrameFailures failures = new FrameFailures(7, nanos::get);
    @RegisterExtension final LogLines log = new LogLines(FrameFailures.class);

    @Test
    void a_problem_begins_once_and_ends_with_a_success() {
        for (int i = 1; i < FrameFailures.IN_A_ROW; i++) {
            assertThat(failures.failed(BAD)).isFalse();
        }
        assertThat(failures.problem()).isNull();
        assertThat(failures.failed(BAD)).isTrue();
        assertThat(failures.failed(BAD)).isFalse();
        assertThat(failures.problem())
                .isEqualTo("The frames of camera 7 cannot be analysed: no such operator");

        assertThat(failures.succeeded()).isTrue();
        assertThat(failures.succeeded()).isFalse();
        assertThat(failures.problem()).isNull();
        assertThat(failures.total()).isEqualTo(FrameFailures.IN_A_ROW + 1);
    }

    @Test
    void a_success_in_between_is_no_problem() {
        for (int i = 0; i < 3 * FrameFailures.IN_A_ROW; i++) {
            assertThat(failures.failed(BAD)).isFalse();
            failures.succeeded();
        }
        assertThat(failures.problem()).isNull();
    }

    @Test
    void log_has_the_first_and_then_one_a_minute_with_their_number() {
        for (int i = 0; i < 100; i++) {
            failures.failed(BAD);
        }
        assertThat(log.list()).extracting(ILoggingEvent::getFormattedMessage).hasSize(1);

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        failures.failed(BAD);

        assertThat(log.list())
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Camera 7 has frames not analysed, 1 since the last report, the latest: no such operator",
                        "Camera 7 has frames not analysed, 100 since the last report, the latest: no such"
                                + " operator");
    }

    @Test
    void credentials_in_a_message_stay_secret() {
        failures.failed(new IllegalStateException("cannot read rtsp://u:hunter2@cam/1"));
        assertThat(log.list().get(0).getFormattedMessage()).doesNotContain("hunter2");
    }
}
