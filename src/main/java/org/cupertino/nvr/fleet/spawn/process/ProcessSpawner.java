package org.cupertino.nvr.fleet.spawn.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.fleet.spawn.ExitReason;
import org.cupertino.nvr.fleet.spawn.SpawnEnvironment;
import org.cupertino.nvr.fleet.spawn.SpawnException;
import org.cupertino.nvr.fleet.spawn.Spawner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processors as processes of this machine, each in a session of its own: neither the end of
 * this process nor an interrupt at its terminal reaches them, and they write to files. A service
 * manager that ends all processes of a service (systemd does unless {@code KillMode=process}), or a
 * container that ends, takes them along.
 */
public final class ProcessSpawner implements Spawner {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSpawner.class);
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final Pattern HANDED_OVER =
            Pattern.compile(
                    "-X(?!debug|run|log)|-Dnvr\\.|-Dai\\.djl\\.|-Dorg\\.bytedeco\\."
                            + "|-Dfile\\.encoding=|-Djava\\.io\\.tmpdir=");

    /** The JVM reads options from them, which the command has as well. */
    private static final Set<String> JVM_VARIABLES =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private final List<String> command = new ArrayList<>();
    private final ProcessLogs logs;
    private final Map<String, Process> children = new HashMap<>();

    /**
     * @param command what starts the program; {@code processor} is added
     * @param folder for what the processes write
     * @throws ConfigException if the folder cannot be used
     */
    ProcessSpawner(List<String> command, Path folder) {
        // It replaces itself by the command: the process stays our child, with the same id.
        if (Files.isExecutable(SETSID)) {
            this.command.add(SETSID.toString());
        }
        this.command.addAll(command);
        this.command.add("processor");
        logs = new ProcessLogs(folder);
    }

    /** More processes of what this one is: the same Java, options for it, and jar. */
    public static ProcessSpawner ofThisProgram(Optional<Path> folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(forChildren(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.add("-jar");
        command.add(jar().toString());
        return new ProcessSpawner(
                command, folder.orElseGet(() -> ProcessLogs.usual(System.getenv())));
    }

    /**
     * The options of a JVM that more than one may have: what is for memory, collectors, the network
     * and the models. A port or a file that a debugger, JMX or an agent has taken is not free.
     */
    static List<String> forChildren(List<String> options) {
        return options.stream().filter(option -> HANDED_OVER.matcher(option).lookingAt()).toList();
    }

    private static Path jar() {
        Path jar;
        try {
            jar =
                    Path.of(
                            ProcessSpawner.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (!Files.isRegularFile(jar)) {
            throw new ConfigException(
                    "--spawn process needs the program as a jar, which this is not: run the"
                            + " launcher cupertino-nvr, or choose --spawn docker");
        }
        return jar;
    }

    @Override
    public synchronized void spawn(String name, Map<String, String> settings)
            throws SpawnException {
        Map<String, String> variables = SpawnEnvironment.of(name, settings);
        if (running(name).isPresent()) {
            throw new SpawnException(name + " cannot be started: it is running already");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        // Those of this process are meant for this process.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("NVR_"));
        builder.environment().keySet().removeAll(JVM_VARIABLES);
        builder.environment().putAll(variables);
        try {
            Set<String> left = logs.tidy();
            children.entrySet()
                    .removeIf(e -> !e.getValue().isAlive() && !left.contains(e.getKey()));
            Path file = logs.of(name);
            Files.deleteIfExists(file);
            Process process =
                    builder.redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(file.toFile()))
                            .start();
            children.put(name, process);
            LOG.atInfo()
                    .addKeyValue("event", "processor_spawned")
                    .addKeyValue("spawned_id", name)
                    .log("Started {} as process {}, which writes to {}", name, process.pid(), file);
        } catch (IOException | UncheckedIOException e) {
            throw new SpawnException(name + " cannot be started: " + e.getMessage());
        }
    }

    @Override
    public synchronized Optional<String> ended(String name) {
        logs.bound(name);
        return Optional.ofNullable(children.get(name))
                .filter(process -> !process.isAlive())
                .map(Process::exitValue)
                .map(code -> ExitReason.of(name, code.toString(), logs.endOf(name)));
    }

    @Override
    public synchronized void kill(String name) {
        running(name)
                .filter(ProcessHandle::destroyForcibly)
                .ifPresent(process -> LOG.warn("Killed {}, process {}", name, process.pid()));
    }

    @Override
    public void close() {
        // The processes are to go on, and nothing else is held.
    }

    /** Also one that an earlier spawner started, found by the file that it writes to. */
    private Optional<ProcessHandle> running(String name) {
        Process child = children.get(name);
        return child == null
                ? logs.writer(name)
                : Optional.of(child.toHandle()).filter(ProcessHandle::isAlive);
    }
}
