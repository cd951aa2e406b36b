package org.cupertino.nvr.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the commands that a person would type, from the root of the repository. */
public final class Shell {
    private static final int LONGEST_MINUTES = 5;

    private Shell() {}

    public static String run(String... command) {
        return run(Map.of(), List.of(command));
    }

    /**
     * Standard output and error, stripped.
     *
     * @throws AssertionError with all that it said, if it fails
     */
    public static String run(Map<String, String> environment, List<String> command) {
        Path log = null;
        try {
            log = Files.createTempFile("shell-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(log.toFile()).start();
            boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String output = Files.readString(log, StandardCharsets.UTF_8).strip();
            assertThat(ended).as("%s ends. It said: %s", command, output).isTrue();
            assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        } finally {
            if (log != null) {
                log.toFile().delete();
            }
        }
    }

    /** Whether there is such a program. */
    static boolean knows(String... command) {
        try {
            run(command);
            return true;
        } catch (UncheckedIOException | AssertionError e) {
            return false;
        }
    }
}
