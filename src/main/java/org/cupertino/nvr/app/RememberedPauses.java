package org.cupertino.nvr.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.PausedCameras;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses again what was paused before the process ended, by the list that the broker retains under
 * the id that the processor is started with. Until it is known what the broker has, nothing that
 * was seen leaves and commands that change something wait. Thread-safe.
 */
final class RememberedPauses {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedPauses.class);
    private static final ObjectMapper JSON = Json.strictMapper();

    /** For the broker's list after the subscription is granted, which most send at once. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration LATE = Duration.ofSeconds(10);
    private static final Duration START_WAITS = Duration.ofSeconds(2);
    private static final String TOPIC = "paused";

    private final ProcessorParts parts;
    private final ProcessorHost host;
    private final StatusReport status;
    private final String startId;
    private final Set<Integer> restored = new TreeSet<>();
    private boolean asked;
    private boolean known;
    private long knownAt;
    private boolean changed;
    private Runnable then = () -> {};

    RememberedPauses(ProcessorParts parts, ProcessorHost host, StatusReport status) {
        this.parts = parts;
        this.host = host;
        this.status = status;
        this.startId = parts.instance().id();
        host.onPausesChanged(this::changed);
    }

    /** Called before the presence is opened. */
    void listen() throws MqttException {
        parts.connections().onPublisherConnected(this::publishAgain);
        if (!parts.connections().onPaused(startId, this::heard)) {
            settle(Set.of());
        }
    }

    /** The presence is connected: the list follows, if there is one. */
    synchronized void connected() {
        if (!asked && !known) {
            asked = true;
            parts.leases().begin(GRACE, end -> settle(Set.of()));
        }
    }

    /** Adds the cameras, as soon as it is known which are paused, or the broker is away. */
    synchronized void addAll(Map<Integer, String> uris) throws Exception {
        long by = System.nanoTime() + START_WAITS.toNanos();
        while (!known && !parts.connections().isUnreachable() && System.nanoTime() < by) {
            wait(20);
        }
        for (Map.Entry<Integer, String> camera : uris.entrySet()) {
            int id = camera.getKey();
            parts.cameras().add(id, camera.getValue(), restored.contains(id));
        }
    }

    /** Runs a task as soon as it is known what was paused. */
    synchronized void whenKnown(Runnable task) {
        if (known) {
            task.run();
        } else {
            then = task;
        }
    }

    /** The list as the broker has it, or as it comes back from it. */
    private synchronized void heard(byte[] list) {
        boolean late = known && System.nanoTime() - knownAt > LATE.toNanos();
        if (!changed && !late) {
            Set<Integer> paused = parse(list);
            // Not on this thread, which must not wait.
            parts.leases().begin(Duration.ZERO, end -> settle(paused));
        }
    }

    private static Set<Integer> parse(byte[] list) {
        Set<Integer> paused = new TreeSet<>();
        try {
            for (JsonNode source : JSON.readTree(list).path("sources")) {
                if (source.canConvertToInt() && source.isIntegralNumber()) {
                    paused.add(source.intValue());
                }
            }
        } catch (IOException e) {
            LOG.warn("The retained list of paused cameras is no JSON");
        }
        return paused;
    }

    private synchronized void settle(Set<Integer> paused) {
        if (!changed && !paused.isEmpty()) {
            restored.addAll(paused);
            for (int id : parts.cameras().all()) {
                if (paused.contains(id)) {
                    parts.cameras().pause(OptionalInt.of(id));
                }
            }
            parts.connections().dropDetections(paused);
            LOG.atWarn()
                    .addKeyValue("event", "pause_restored")
                    .log("Cameras {} stay paused, as before the restart", restored);
            sayRestored();
        }
        if (!known) {
            known = true;
            knownAt = System.nanoTime();
            notifyAll();
            parts.connections().openPublisher();
            then.run();
        }
    }

    private void sayRestored() {
        status.problem(
                TOPIC,
                restored.isEmpty() ? null : "Paused since before the restart: cameras " + restored);
    }

    /** A command paused or resumed cameras. */
    private synchronized void changed() {
        changed = true;
        List<Integer> paused = parts.cameras().paused();
        if (restored.retainAll(paused)) {
            sayRestored();
        }
        publish(paused);
    }

    /** The broker may have lost the list. */
    private void publishAgain() {
        List<Integer> paused = parts.cameras().paused();
        if (!paused.isEmpty() && host.isStarted()) {
            publish(paused);
        }
    }

    private void publish(List<Integer> paused) {
        host.publishPaused(new PausedCameras(startId, paused, parts.instance().clock().instant()));
    }
}
