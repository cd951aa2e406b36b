package org.cupertino.nvr.observe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
    private final AtomicLong collected = new AtomicLong();
    private final AtomicLong now = new AtomicLong();
    private final HeapWatch watch = new HeapWatch(collected::get, now::get);

    /** Three seconds, of which so many milliseconds went into garbage. */
    private void look(long millis) {
        collected.addAndGet(millis);
        now.addAndGet(TimeUnit.SECONDS.toNanos(3));
        watch.run();
    }

    @Test
    void process_that_does_little_but_collect_garbage_ends() {
        look(2_900);
        look(2_900);
        assertThatThrownBy(() -> look(2_900))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("garbage");
    }

    @Test
    void process_that_works_in_between_goes_on() {
        assertThatCode(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                look(i % 3 == 0 ? 1_000 : 2_900);
                            }
                        })
                .doesNotThrowAnyException();
    }
}
