package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The built program, or a shell that starts it, as a process of its own. Standard output and error
 * are kept, in the order of their lines. No {@code NVR_} variable of the environment reaches it but
 * those that are given. {@link Processors} starts these for a test and ends them.
 */
public final class ProcessorProcess implements AutoCloseable {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    private final String command;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final List<ProcessHandle> orphans = new CopyOnWriteArrayList<>();

    private ProcessorProcess(Map<String, String> environment, List<String> command) {
        this.command = String.join(" ", command);
        assertThat(HOME.resolve("target/cupertino-nvr.jar"))
                .as("the program, which mvn package makes")
                .exists();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("NVR_"));
        builder.environment().merge("PATH", HOME.toString(), (path, home) -> home + ":" + path);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code cupertino-nvr arguments}. */
    public static ProcessorProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("./cupertino-nvr"));
        command.addAll(List.of(arguments));
        return new ProcessorProcess(environment, command);
    }

    /**
     * Starts {@code wrapper cupertino-nvr arguments}, where the wrapper replaces itself by it, as
     * {@code prlimit} does.
     */
    public static ProcessorProcess wrapped(
            List<String> wrapper, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(HOME.resolve("cupertino-nvr").toString());
        command.addAll(List.of(arguments));
        return new ProcessorProcess(environment, command);
    }

    /**
     * Has {@code bash} run what a person would type; there {@code cupertino-nvr} is found by its
     * name. What is started with {@code &} belongs to this process too.
     */
    public static ProcessorProcess typed(Map<String, String> environment, String text) {
        return new ProcessorProcess(
                environment, List.of("bash", "-c", text + "\nstatus=$?; wait; exit $status"));
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * The first match in a line that it has printed or prints in that time.
     *
     * @throws AssertionError with all lines if it does not, or ends before
     */
    public MatchResult awaitLine(String regex, Duration atMost) {
        Pattern wanted = Pattern.compile(regex);
        await(command + " to print " + regex)
                .atMost(atMost)
                .until(() -> !reader.isAlive() || matches(wanted).findFirst().isPresent());
        return matches(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError(regex + " is not in the output of " + this));
    }

    private Stream<MatchResult> matches(Pattern wanted) {
        return lines.stream()
                .map(wanted::matcher)
                .filter(Matcher::find)
                .map(m -> m.toMatchResult());
    }

    /** Waits until it has ended, and all of its output is there; gives the exit status. */
    public int awaitExit(Duration atMost) {
        await(command + " to end").atMost(atMost).until(() -> !reader.isAlive() && !isAlive());
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id; the launcher replaces itself, so it is Java's. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as a service manager does (SIGTERM), and waits for nothing. */
    public void terminate() {
        // Process.destroy would close its output as well.
        process.toHandle().destroy();
    }

    /** Asks it to end, as a service manager does (SIGTERM), and gives the exit status. */
    public int stop() {
        end(ProcessHandle::destroy);
        return process.exitValue();
    }

    /** Ends it and what it has started without a word (SIGKILL). */
    public void kill() {
        end(ProcessHandle::destroyForcibly);
    }

    /** Ends it alone without a word (SIGKILL); what it has started goes on until it is closed. */
    public void killAlone() {
        process.descendants().forEach(orphans::add);
        process.toHandle().destroyForcibly();
        await(command + " to end").atMost(GONE_WITHIN).until(() -> !isAlive());
    }

    @Override
    public void close() {
        orphans.forEach(ProcessHandle::destroyForcibly);
        kill();
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

    private void end(Predicate<ProcessHandle> signal) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(signal::test);
        await(command + " to end")
                .atMost(GONE_WITHIN)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive) && !reader.isAlive());
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("output ends: " + e);
        }
    }

    /** Command and output. */
    @Override
    public String toString() {
        return command + "\n" + String.join("\n", lines);
    }
}
