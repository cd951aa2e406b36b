package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.tooling.maven.MavenDownloaderImpl;
import org.apache.camel.tooling.maven.MavenResolutionException;

/**
 * {@code camel run} of Camel's own command line, in a process of its own: its libraries and its
 * logger are not those of the program. They come from the Maven repository, once; the command
 * itself then runs without downloads.
 */
public final class CamelRun implements AutoCloseable {
    private static final String KAMELETS = "org.apache.camel.kamelets:camel-kamelets:4.16.0";

    /** The newest that can be had; it brings the rest of Camel in its own version. */
    private static final String VERSION = "4.17.0";

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** The command line's entry point, which has no main method; loads nothing of the tests. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            Class.forName("org.apache.camel.dsl.jbang.core.commands.CamelJBangMain")
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments);
        }
    }

    private CamelRun(Process process) {
        this.process = process;
        reader = new Thread(this::read, "camel-run-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts {@code camel run arguments}.
     *
     * @param folder where it runs and may write; paths in the arguments are relative to it
     * @param arguments what a person would type after {@code camel run}
     */
    public static CamelRun start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(entryPoint(folder) + File.pathSeparator + libraries());
        command.add(Main.class.getName());
        command.add("run");
        command.add("--download=false");
        command.add("--logging-color=false");
        command.addAll(List.of(arguments));
        return new CamelRun(
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Returns when a line with this text is printed; where it ends without, all lines are shown.
     */
    public void awaitLine(String text, Duration atMost) {
        await("camel run to print " + text)
                .atMost(atMost)
                .until(() -> printed(text) || !reader.isAlive());
        assertThat(lines).anyMatch(line -> line.contains(text));
    }

    private boolean printed(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Returns when all routes are started: asked to end before that, it takes 25 s to do so. */
    public void awaitStarted(Duration atMost) {
        awaitLine(") started in ", atMost);
    }

    /** Asks it to end, as a terminal's Ctrl-C does, and ends it if it has not within 30 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("output ends: " + e);
        }
    }

    /** A class path with nothing but {@link Main}: no other class or resource of the tests. */
    private static Path entryPoint(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve(".camel-run"));
        String name = Main.class.getName().replace('.', '/') + ".class";
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream bytes = Main.class.getResourceAsStream("/" + name)) {
            Files.write(file, bytes.readAllBytes());
        }
        return root;
    }

    private static String libraries() throws IOException {
        try (MavenDownloaderImpl maven = new MavenDownloaderImpl()) {
            maven.build();
            resolve(maven, "org.apache.camel:camel-dependencies:pom:" + VERSION, false);
            return resolve(maven, "org.apache.camel:camel-jbang-core:" + VERSION, true)
                    + File.pathSeparator
                    + resolve(maven, KAMELETS, false);
        }
    }

    private static String resolve(MavenDownloaderImpl maven, String artifact, boolean transitively)
            throws IOException {
        try {
            return maven.resolveArtifacts(List.of(artifact), Set.of(), transitively, false).stream()
                    .map(found -> found.getFile().getPath())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (MavenResolutionException e) {
            throw new IOException("Not in the Maven repository: " + artifact, e);
        }
    }
}
