package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.cameras.CameraBook;
import org.cupertino.nvr.fleet.cameras.CameraChange;
import org.cupertino.nvr.fleet.cameras.CameraWatch;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Looks at the processors again and again, and judges from their statuses how each camera is: as
 * the program that publishes it does, so that the wall needs none. Thread-safe.
 */
final class Lookout {
    /** Who is there has answered to a ping by then. */
    private static final Duration ALL_ANSWERED = Duration.ofSeconds(10);

    private final Fleet fleet;
    private final House house;
    private final CameraWatch watch;
    private final CameraBook book;

    Lookout(Fleet fleet, House house) {
        this.fleet = fleet;
        this.house = house;
        watch = new CameraWatch("wall", fleet, fleet.roster());
        book = watch.book();
    }

    /** Goes on from what was retained of a camera. */
    void takeUp(Shown.Camera camera) {
        if (camera.status() == null) {
            book.emptied(camera.sourceId());
        } else {
            book.takeUp(camera.status());
        }
    }

    /** A processor has published a detection event. */
    void heard(String instance) {
        watch.heard(instance);
    }

    synchronized void look() {
        house.broker(fleet.link().isUp());
        boolean complete = fleet.isUpFor(ALL_ANSWERED);
        List<Status> statuses = watch.look(complete);
        for (CameraChange change : book.changes()) {
            if (change.status() == null) {
                house.cameraGone(change.sourceId());
            } else {
                house.camera(change.status());
            }
            book.told(change);
        }
        showProcessors(statuses, complete);
    }

    private void showProcessors(List<Status> statuses, boolean complete) {
        Map<String, JsonNode> metrics = fleet.metrics();
        List<ProcessorCard> cards =
                statuses.stream()
                        .map(
                                status ->
                                        ProcessorCard.of(
                                                status,
                                                !complete || watch.isThere(status),
                                                metrics.get(status.instanceId())))
                        .sorted(Comparator.comparing(ProcessorCard::isGone))
                        .toList();
        Map<Integer, Double> rates = new HashMap<>();
        for (Status status : statuses) {
            if (!status.status().isGone() && watch.isThere(status)) {
                for (SourceStatus source : status.sources()) {
                    rates.merge(source.sourceId(), source.maxFps(), Math::max);
                }
            }
        }
        house.processors(cards, rates);
    }
}
