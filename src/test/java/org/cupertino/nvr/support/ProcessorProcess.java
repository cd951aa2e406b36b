package org.cupertino.nvr.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.CupertinoNvr;

/** A processor in a process of its own, as its users start it. Closing kills it. */
public final class ProcessorProcess implements AutoCloseable {
    private final Path log;
    private final Process process;

    /**
     * @param url of the broker
     * @param arguments further options
     */
    public ProcessorProcess(String url, String... arguments) throws IOException {
        log = Files.createTempFile("processor-", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CupertinoNvr.class.getName(),
                        "processor",
                        "--mqtt-url",
                        url));
        command.addAll(List.of(arguments));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(new File(log.toString()))
                        .start();
    }

    /** Asks it to end, as a service manager does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without a chance to say anything. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Its exit code; it is an AssertionError that shows its log if it does not end in time. */
    public int exitCode(long withinMs) throws InterruptedException {
        if (!process.waitFor(withinMs, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Still running after " + withinMs + " ms:\n" + log());
        }
        return process.exitValue();
    }

    /** What it has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
