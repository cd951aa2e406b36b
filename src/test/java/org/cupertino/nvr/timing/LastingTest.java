package org.cupertino.nvr.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.cupertino.nvr.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LastingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension final LogLines log = new LogLines(Lasting.class);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();

    @Test
    void task_that_fails_is_run_again_and_each_failure_is_logged() {
        repeat(new IllegalStateException("as the test wants"));

        assertThat(log.list())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.getFormattedMessage()).isEqualTo("A look failed"));
        assertThat(uncaught).hasNullValue();
    }

    @Test
    void error_reaches_the_handler_that_may_end_the_process() {
        Error error = new OutOfMemoryError("unable to create native thread");
        repeat(error);

        assertThat(uncaught).hasValue(error);
    }

    private void repeat(Throwable failure) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "test");
                            thread.setUncaughtExceptionHandler((in, end) -> uncaught.set(end));
                            return thread;
                        });
        try {
            Runnable look =
                    () -> {
                        runs.incrementAndGet();
                        LastingTest.<RuntimeException>raise(failure);
                    };
            executor.scheduleWithFixedDelay(
                    new Lasting("A look", look), 0, 50, TimeUnit.MILLISECONDS);
            await().atMost(SOON).until(() -> runs.get() > 2);
        } finally {
            executor.shutdownNow();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}
