package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private long now;
    private final OutageLog outage = new OutageLog(() -> now);

    @Test
    void cause_is_logged_at_once_and_again_each_ten_minutes() {
        int logged = 0;
        for (int second = 0; second < 3_000; second++) {
            logged += isDue("refused", 1) ? 1 : 0;
        }
        assertThat(logged).isEqualTo(5);
    }

    @Test
    void another_cause_is_logged_but_at_most_one_a_minute() {
        assertThat(isDue("refused", 0)).isTrue();
        assertThat(isDue("no answer", 1)).isFalse();
        assertThat(isDue("no answer", 60)).isTrue();
        assertThat(isDue("no answer", 60)).isFalse();
    }

    @Test
    void next_outage_is_logged_at_once() {
        assertThat(isDue("refused", 0)).isTrue();
        outage.over();
        assertThat(isDue("refused", 0)).isTrue();
    }

    private boolean isDue(String cause, int afterSeconds) {
        now += TimeUnit.SECONDS.toNanos(afterSeconds);
        return outage.isDue(cause);
    }
}
