package org.cupertino.nvr.processor.inference;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the users of something that must not be closed while it is used. Its owner is the first
 * user and leaves with {@link #retire}; the last to leave closes it. Thread-safe.
 */
final class RefCounted<T> {
    private final T value;
    private final Runnable close;
    private final AtomicInteger users = new AtomicInteger(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    RefCounted(T value, Runnable close) {
        this.value = value;
        this.close = close;
    }

    T value() {
        return value;
    }

    /**
     * @return false if it is closed or about to be; else {@link #release} must follow
     */
    boolean acquire() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            try {
                close.run();
            } finally {
                closed.countDown();
            }
        }
    }

    /**
     * Called once, by the owner, when no new user can find it any more.
     *
     * @return whether it was closed within the time; if not, its last user still will
     */
    boolean retire(Duration patience) {
        release();
        try {
            return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
