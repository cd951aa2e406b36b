package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoomWorkersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Set<Room> passed = ConcurrentHashMap.newKeySet();
    private final Set<Thread> used = ConcurrentHashMap.newKeySet();
    private final AtomicInteger rounds = new AtomicInteger();
    private final CountDownLatch hung = new CountDownLatch(1);
    private volatile boolean finished;
    private volatile Room slow;
    private volatile Room broken;
    private final AtomicInteger passes = new AtomicInteger();
    private final RoomWorkers workers = new RoomWorkers(new Recorder());

    @AfterEach
    void stop() {
        hung.countDown();
        workers.stop();
    }

    @Test
    void thousands_of_rooms_have_their_passes_on_a_few_threads() {
        workers.start(() -> {});
        for (int i = 0; i < 2_000; i++) {
            workers.attend(new Room(i, i, RoomTime.SYSTEM));
            workers.changed();
        }
        await().atMost(SOON).until(() -> passed.size() == 2_000);
        assertThat(used).hasSizeLessThanOrEqualTo(16);
        finished = true;
        passed.clear();
        await().atMost(SOON).until(() -> passed.size() == 2_000);
    }

    @Test
    void room_that_waits_for_something_holds_no_other_up_and_counts_in_the_age() {
        slow = new Room(1, 1, RoomTime.SYSTEM);
        Room other = new Room(2, 2, RoomTime.SYSTEM);
        workers.start(() -> {});
        workers.attend(slow);
        workers.attend(other);
        await().atMost(SOON).until(() -> passed.contains(other) && passed.contains(slow));
        await().atMost(SOON)
                .until(() -> workers.passAge().orElseThrow().compareTo(Duration.ofSeconds(2)) > 0);
    }

    @Test
    void rounds_are_made_without_any_room_and_begin_after_the_start() {
        assertThat(workers.passAge()).isEmpty();
        workers.start(() -> {});
        await().atMost(SOON).until(() -> rounds.get() > 1);
        assertThat(workers.passAge().orElseThrow()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void room_whose_pass_ends_with_an_error_has_further_passes() {
        broken = new Room(1, 1, RoomTime.SYSTEM);
        workers.start(() -> {});
        workers.attend(broken);
        await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> passes.get() > 2);
    }

    private final class Recorder implements RoomWorkers.Work {
        @Override
        public void round() {
            rounds.incrementAndGet();
            throw new IllegalStateException("A round that fails is not the last");
        }

        @Override
        public void pass(Room room) {
            passed.add(room);
            passes.incrementAndGet();
            if (room == broken) {
                throw new LinkageError("as the test wants");
            }
            used.add(Thread.currentThread());
            if (room == slow) {
                try {
                    hung.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public boolean isFinished(Room room) {
            return finished;
        }
    }
}
