package org.cupertino.nvr.fleet.wall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.wire.AckStatus;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has pictures made of the cameras that are shown, by the processors that watch them, and of no
 * others. A camera that is shown no more has its lease end by itself, since another wall may have
 * the same. Thread-safe.
 */
final class PictureLeases {
    private static final Logger LOG = LoggerFactory.getLogger(PictureLeases.class);

    static final Duration LEASE = Duration.ofSeconds(21);
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(7);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(60);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private record Key(int sourceId, String instance, int width) {}

    private final Fleet fleet;
    private final House house;
    private final ExecutorService threads;
    private final Map<Key, Long> next = new HashMap<>();

    /**
     * @param threads may refuse work, which is then done later
     */
    PictureLeases(Fleet fleet, House house, ExecutorService threads) {
        this.fleet = fleet;
        this.house = house;
        this.threads = threads;
    }

    /**
     * Begins and renews what is due; to be called now and then.
     *
     * @param shown how wide, in pixels, by the number of the camera
     */
    synchronized void renew(Map<Integer, Integer> shown) {
        long now = System.nanoTime();
        next.values().removeIf(at -> now - at >= 0);
        shown.forEach(
                (sourceId, width) -> {
                    List<String> due = new ArrayList<>();
                    for (String instance : house.watchedBy(sourceId)) {
                        Key key = new Key(sourceId, instance, width);
                        if (next.putIfAbsent(key, now + RENEWED_AFTER.toNanos()) == null) {
                            due.add(instance);
                        }
                    }
                    if (!due.isEmpty()) {
                        ask(sourceId, due, width);
                    }
                });
    }

    private void ask(int sourceId, List<String> instances, int width) {
        Request request =
                new Request(
                        "snapshot",
                        Map.of("source_id", sourceId, "width", width, "lease_s", LEASE.toSeconds()),
                        instances,
                        Request.newId(),
                        null);
        try {
            threads.execute(() -> ask(request, sourceId, width));
        } catch (RejectedExecutionException e) {
            LOG.debug("No thread is free to ask for pictures of camera {}", sourceId);
        }
    }

    private void ask(Request request, int sourceId, int width) {
        try {
            Set<String> refused = new TreeSet<>();
            for (Answer answer : fleet.ask(request, request.targets(), ANSWER_WITHIN)) {
                if (answer.status() == AckStatus.REJECTED) {
                    refused.add(answer.instance());
                }
            }
            if (!refused.isEmpty()) {
                LOG.debug("No pictures of camera {} from {}", sourceId, refused);
                synchronized (this) {
                    long later = System.nanoTime() + REFUSED_FOR.toNanos();
                    refused.forEach(each -> next.put(new Key(sourceId, each, width), later));
                }
            }
        } catch (FleetException | MqttException e) {
            LOG.debug("Asking for pictures of camera {}: {}", sourceId, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
