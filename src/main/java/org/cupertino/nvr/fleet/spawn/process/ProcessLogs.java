package org.cupertino.nvr.fleet.spawn.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.StateFolder;
import org.cupertino.nvr.fleet.spawn.ExitReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that spawned processes write to, and which of them are still written to. */
final class ProcessLogs {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLogs.class);
    private static final String SUFFIX = ".log";
    private static final int END_BYTES = 8192;

    /** Bytes that a file may have; one that is larger loses all but its end. */
    private static final long LARGEST = 16 << 20;

    /** In this user's folder for state, where none is named. */
    private static final String USUAL = "spawned";

    private static final FileAttribute<?> CLOSED =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Says that the logs in the folder are ours to delete. */
    private static final String MARK = ".cupertino-nvr";

    private final Path folder;

    /**
     * @throws ConfigException if the folder cannot be made, or holds logs of another program
     */
    ProcessLogs(Path folder) {
        try {
            Files.createDirectories(folder, CLOSED);
            // The form in which the system names an open file.
            this.folder = folder.toRealPath();
            if (!Files.exists(this.folder.resolve(MARK)) && !logs().isEmpty()) {
                throw new ConfigException(
                        "The folder "
                                + folder
                                + " holds logs of other programs, and old ones would be"
                                + " deleted: name another with --spawn-logs");
            }
            make();
        } catch (IOException e) {
            throw new ConfigException("The folder " + folder + " cannot hold logs: " + e);
        }
    }

    /** Makes the folder again where something has cleaned it away. */
    private void make() throws IOException {
        Files.createDirectories(folder, CLOSED);
        Path mark = folder.resolve(MARK);
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
    }

    /**
     * The folder where none is named, mode 700: that for state; where none can be used, of this
     * user in the folder for temporary files, which may be cleaned while a processor runs.
     *
     * @param environment variables
     */
    static Path usual(Map<String, String> environment) {
        return StateFolder.of(environment, USUAL).orElseGet(ProcessLogs::temporary);
    }

    /**
     * Others can make files beside it, so it must be this user's own: a link could make a processor
     * overwrite any file.
     */
    private static Path temporary() {
        Path path =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "cupertino-nvr-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path, CLOSED);
            }
            boolean own =
                    !Files.isSymbolicLink(path)
                            && Files.getAttribute(path, "unix:uid")
                                    .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            boolean closed =
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                            .endsWith("------");
            if (own && closed) {
                return path;
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "The folder "
                            + path
                            + " for logs cannot be made, name one with --spawn-logs: "
                            + e);
        }
        throw new ConfigException(
                "The folder " + path + " for logs is open to others, name one with --spawn-logs");
    }

    Path of(String name) {
        return folder.resolve(name + SUFFIX);
    }

    /** The last of what a process has written. */
    String endOf(String name) {
        try (RandomAccessFile file = new RandomAccessFile(of(name).toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(file.length(), END_BYTES)];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Cuts a file that has become too large to its end; it is written to meanwhile. */
    void bound(String name) {
        if (of(name).toFile().length() > LARGEST) {
            String end = endOf(name);
            try {
                Files.writeString(of(name), end, StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                LOG.debug("The output of {} is not cut: {}", name, e.toString());
            }
        }
    }

    /** The process that writes the file of that name, whoever has started it. */
    Optional<ProcessHandle> writer(String name) {
        return Optional.ofNullable(writers().get(of(name)));
    }

    /**
     * Makes the folder if need be, and deletes what is left of all but the last that have ended.
     *
     * @return the names that are left
     */
    Set<String> tidy() throws IOException {
        make();
        Map<Path, ProcessHandle> writers = writers();
        Map<Path, FileTime> times = new HashMap<>();
        for (Path file : logs()) {
            times.put(file, Files.getLastModifiedTime(file));
        }
        times.keySet().stream()
                .filter(file -> !writers.containsKey(file))
                .sorted(Comparator.comparing(times::get).reversed())
                .skip(ExitReason.KEPT)
                .toList()
                .forEach(
                        old -> {
                            old.toFile().delete();
                            times.remove(old);
                        });
        return times.keySet().stream().map(ProcessLogs::name).collect(Collectors.toSet());
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }

    private static Map<Path, ProcessHandle> writers() {
        Map<Path, ProcessHandle> writers = new TreeMap<>();
        ProcessHandle.allProcesses()
                .forEach(
                        process -> {
                            try {
                                Path output =
                                        Path.of("/proc", Long.toString(process.pid()), "fd", "1");
                                writers.put(Files.readSymbolicLink(output), process);
                            } catch (IOException e) {
                                // Of another user, or it has just ended.
                            }
                        });
        return writers;
    }
}
