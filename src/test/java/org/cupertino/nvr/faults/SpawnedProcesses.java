package org.cupertino.nvr.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts the emergency processors that live, whoever started them, again and again. */
final class SpawnedProcesses implements AutoCloseable {
    private final String mark;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private volatile int most;

    /**
     * @param mark the value of a variable that only processes of this test have
     */
    SpawnedProcesses(String mark) {
        this.mark = mark;
        watch.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
    }

    private void look() {
        most = Math.max(most, alive().size());
    }

    /** How many there were at once at most since the last call. */
    int most() {
        int result = most;
        most = 0;
        return result;
    }

    /** Process ids of those that live now. */
    Set<Long> alive() {
        Set<Long> alive = new TreeSet<>();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(process -> process.info().command().isPresent())
                    .filter(process -> isSpawned(process.pid()))
                    // One that a processor starts itself has its environment.
                    .filter(process -> process.parent().filter(it -> isSpawned(it.pid())).isEmpty())
                    .forEach(process -> alive.add(process.pid()));
        }
        return alive;
    }

    void kill() {
        alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private boolean isSpawned(long pid) {
        try {
            String environment =
                    Files.readString(
                            Path.of("/proc", Long.toString(pid), "environ"),
                            StandardCharsets.ISO_8859_1);
            return environment.contains(mark) && environment.contains("NVR_INSTANCE_ID=emergency-");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        kill();
    }
}
