package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomProcessorTest {
    private final TestClock clock = new TestClock();
    private final RoomProcessor processor = new RoomProcessor(clock);

    @Test
    void processor_that_lived_a_moment_ago_is_not_asked_for_again_unless_it_is_another() {
        processor.spawning("emergency-1");
        assertThat(processor.wasAliveLately()).isFalse();
        processor.foundAlive("emergency-1");
        assertThat(processor.wasAliveLately()).isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(processor.wasAliveLately()).isFalse();

        processor.foundAlive("emergency-1");
        processor.spawning("emergency-2");
        processor.foundAlive("emergency-1");
        assertThat(processor.wasAliveLately()).isFalse();
    }

    @Test
    void each_processor_that_does_not_come_up_makes_the_next_wait_longer() {
        Duration longest = Duration.ofSeconds(1);
        for (int i = 1; i <= 8; i++) {
            assertThat(processor.maySpawn()).isTrue();
            processor.spawning("emergency-" + i);
            processor.lost();
            assertThat(processor.spawnsFailed()).isEqualTo(i);
            clock.pass(longest.dividedBy(2).minusMillis(1));
            assertThat(processor.maySpawn()).isFalse();
            clock.pass(longest.dividedBy(2).plusMillis(1));
            longest = min(longest.multipliedBy(2), Duration.ofSeconds(60));
        }
    }

    @Test
    void only_its_own_frames_and_metrics_count() {
        processor.spawning("emergency-1");
        processor.heardOf("emergency-1");
        processor.seen("proc-a", clock.instant());
        processor.measured("proc-a", 5);
        assertThat(processor.silence()).isEmpty();
        assertThat(processor.fps()).isNull();

        processor.seen("emergency-1", clock.instant().minusSeconds(1));
        processor.measured("emergency-1", 0.98);
        clock.pass(Duration.ofSeconds(3));
        assertThat(processor.silence()).contains(Duration.ofSeconds(3));
        assertThat(processor.fps()).isEqualTo(0.98);
        assertThat(processor.detectionAt()).isEqualTo(clock.instant().minusSeconds(4));

        processor.spawning("emergency-2");
        assertThat(processor.silence()).isEmpty();
    }

    @Test
    void clock_that_is_set_changes_no_duration() {
        processor.placed();
        processor.spawning("emergency-1");
        processor.heardOf("emergency-1");
        processor.foundAlive("emergency-1");
        processor.seen("emergency-1", clock.instant());
        clock.pass(Duration.ofMillis(100));
        clock.set(Duration.ofHours(1));
        assertThat(processor.wasAliveLately()).isTrue();
        assertThat(processor.spawnAge()).isEqualTo(Duration.ofMillis(100));
        assertThat(processor.silence()).contains(Duration.ofMillis(100));
        assertThat(processor.blindFor()).isEqualTo(Duration.ofMillis(100));

        processor.lost();
        clock.set(Duration.ofHours(-2));
        assertThat(processor.maySpawn()).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(processor.maySpawn()).isTrue();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
