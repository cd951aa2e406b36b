package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InferenceWorkersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final InferenceWorkers workers = new InferenceWorkers(2);
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void start() {
        workers.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        workers.stop();
    }

    @Test
    void stuck_when_every_worker_is_at_its_frame_for_too_long() {
        hang();
        hang();
        await().atMost(SOON).until(() -> workers.areStuck(Duration.ofMillis(1)));
        assertThat(workers.areStuck(Duration.ofMinutes(2))).isFalse();

        end.countDown();

        await().atMost(SOON).until(() -> !workers.areStuck(Duration.ZERO));
    }

    @Test
    void stop_of_workers_that_never_started_does_nothing() {
        assertThatCode(new InferenceWorkers(1)::stop).doesNotThrowAnyException();
    }

    @Test
    void one_that_works_is_enough() {
        CountDownLatch begun = new CountDownLatch(1);
        workers.execute(
                0,
                () -> {
                    begun.countDown();
                    await().atMost(SOON).until(() -> end.getCount() == 0);
                });
        await().atMost(SOON).until(() -> begun.getCount() == 0);

        await().during(Duration.ofMillis(50))
                .atMost(SOON)
                .until(() -> !workers.areStuck(Duration.ZERO));
    }

    @Test
    void reports_how_long_a_frame_waited() {
        List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
        workers.onBegin((sourceId, waited) -> waits.add(waited));
        CountDownLatch done = new CountDownLatch(1);
        workers.execute(7, done::countDown);

        await().atMost(SOON).until(() -> done.getCount() == 0);
        assertThat(waits).singleElement(InstanceOfAssertFactories.DURATION).isPositive();
    }

    @Test
    void frame_is_analysed_though_its_wait_cannot_be_measured() {
        CountDownLatch done = new CountDownLatch(1);
        workers.onBegin(
                (sourceId, waited) -> {
                    throw new AssertionError("no meter");
                });
        workers.execute(7, done::countDown);
        await().atMost(SOON).until(() -> done.getCount() == 0);
    }

    @Test
    void what_waits_at_the_stop_is_discarded() {
        CountDownLatch begun = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            workers.execute(
                    0,
                    () -> {
                        begun.countDown();
                        await().atMost(SOON).until(() -> end.getCount() == 0);
                    });
        }
        await().atMost(SOON).until(() -> begun.getCount() == 0);
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        workers.execute(
                0,
                new InferenceWorkers.Job() {
                    @Override
                    public void run() {
                        calls.add("run");
                    }

                    @Override
                    public void discard() {
                        calls.add("discarded");
                    }
                });

        workers.stop();

        assertThat(calls).containsExactly("discarded");
    }

    private void hang() {
        workers.execute(0, () -> await().atMost(SOON).until(() -> end.getCount() == 0));
    }
}
