package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cupertino.nvr.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UncaughtFailuresTest {
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    @RegisterExtension final LogLines lines = new LogLines(UncaughtFailures.class);

    static List<Error> ends() {
        return List.of(
                new OutOfMemoryError("unable to create native thread"),
                new OutOfMemoryError("Cannot reserve direct buffer memory"),
                new StackOverflowError(),
                new InternalError());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void thread_that_java_cannot_go_on_with_ends_the_process_with_3(Error end) throws Exception {
        die(end);

        assertThat(exits).containsExactly(3);
        assertThat(lines.list())
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line.getFormattedMessage())
                                        .contains("thread mqtt-commands cannot go on", "" + end));
    }

    @Test
    void other_exceptions_are_logged_and_the_rest_goes_on() throws Exception {
        die(new IllegalStateException("x"));

        assertThat(exits).isEmpty();
        assertThat(lines.list())
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.getFormattedMessage()).contains("mqtt-commands");
                            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("x");
                        });
    }

    @Test
    void process_ends_though_the_last_words_fail() throws Exception {
        die(
                new OutOfMemoryError() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        throw new OutOfMemoryError();
                    }
                });

        assertThat(exits).containsExactly(3);
    }

    private void die(Throwable failure) throws InterruptedException {
        Thread thread =
                new Thread(
                        () -> {
                            UncaughtFailuresTest.<RuntimeException>raise(failure);
                        },
                        "mqtt-commands");
        thread.setUncaughtExceptionHandler(new UncaughtFailures(exits::add));
        thread.start();
        thread.join();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}
