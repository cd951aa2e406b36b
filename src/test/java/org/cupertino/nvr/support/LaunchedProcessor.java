package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A processor that was started with the launcher script, in a process of its own and with settings
 * from the environment alone. Needs the jar.
 */
public final class LaunchedProcessor implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /**
     * @param environment added to the test's own
     */
    public LaunchedProcessor(Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("cupertino-nvr").toAbsolutePath().toString());
        command.add("processor");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        Thread reader = new Thread(this::read, "processor-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** What it has printed so far, logs included. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns when a line with this text is printed. */
    public void awaitLine(String text, Duration atMost) {
        await("a line with " + text)
                .atMost(atMost)
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    /** What everybody on this machine can see of it: its command line and its threads' names. */
    public String title() throws IOException {
        Path self = Path.of("/proc", Long.toString(process.pid()));
        StringBuilder title = new StringBuilder(Files.readString(self.resolve("cmdline")));
        try (Stream<Path> threads = Files.list(self.resolve("task"))) {
            for (Path thread : threads.toList()) {
                title.append('\n').append(name(thread));
            }
        }
        return title.toString();
    }

    /** A thread may end while it is looked at. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Its Java threads with their stacks, by the JDK's own tool. */
    public String threads() throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process dump =
                new ProcessBuilder(tool.toString(), Long.toString(process.pid()), "Thread.print")
                        .redirectErrorStream(true)
                        .start();
        return new String(dump.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("output ends: " + e);
        }
    }
}
