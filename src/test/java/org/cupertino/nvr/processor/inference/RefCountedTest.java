package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefCountedTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final RefCounted<String> shared = new RefCounted<>("value", closed::incrementAndGet);

    @Test
    void unused_value_is_closed_when_its_owner_leaves() {
        assertThat(shared.retire(Duration.ZERO)).isTrue();
        assertThat(closed).hasValue(1);
        assertThat(shared.acquire()).isFalse();
    }

    @Test
    void used_value_is_closed_by_its_last_user_only() {
        assertThat(shared.acquire()).isTrue();
        assertThat(shared.acquire()).isTrue();
        assertThat(shared.retire(Duration.ZERO)).isFalse();
        shared.release();
        assertThat(closed).hasValue(0);
        shared.release();
        assertThat(closed).hasValue(1);
    }

    @Test
    void owner_waits_for_the_last_user() throws Exception {
        shared.acquire();
        CompletableFuture<Boolean> retired =
                CompletableFuture.supplyAsync(() -> shared.retire(Duration.ofSeconds(20)));
        shared.release();
        assertThat(retired.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void interrupted_owner_leaves_at_once_and_stays_interrupted() {
        shared.acquire();
        Thread.currentThread().interrupt();
        assertThat(shared.retire(Duration.ofSeconds(20))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
