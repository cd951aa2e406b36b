package org.cupertino.nvr.fleet.emergency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.cupertino.nvr.fleet.CommandSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Roster;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;

/** Processors with the statuses that a test gives them, and the commands sent to them. */
final class RegularProcessors {
    private static final Instant AT = Instant.parse("2026-01-31T08:00:00Z");

    private final Map<String, Status> statuses = new TreeMap<>();
    final Roster roster = new Roster(statuses::values);
    private int published;
    final RecordingSender sender = new RecordingSender();

    /** Records commands, as {@code "proc-a set_fps {lease_s=60.0, max_fps=0.05}"}. */
    static final class RecordingSender extends CommandSender {
        private final List<String> sent = new ArrayList<>();
        private volatile CountDownLatch answers = new CountDownLatch(0);
        private String deaf = "";

        RecordingSender() {
            super(null);
        }

        /** Makes an instance refuse commands from now on. */
        void deaf(String instance) {
            deaf = instance;
        }

        /** Makes commands to several processors wait from now on. */
        void beforeEachAnswer(CountDownLatch latch) {
            answers = latch;
        }

        /** The commands since the last call. */
        List<String> sent() {
            List<String> news = List.copyOf(sent);
            sent.clear();
            return news;
        }

        @Override
        public void send(String instance, String command, Map<String, Object> params)
                throws FleetException {
            if (instance.equals(deaf)) {
                throw new FleetException(instance + " does not obey");
            }
            sent.add(instance + " " + command + " " + new TreeMap<>(params));
        }

        @Override
        public Map<String, String> sendAll(
                Collection<String> instances, String command, Map<String, Object> params)
                throws InterruptedException {
            answers.await();
            Map<String, String> failures = new TreeMap<>();
            for (String instance : instances) {
                try {
                    send(instance, command, params);
                } catch (FleetException e) {
                    failures.put(instance, e.getMessage());
                }
            }
            return failures;
        }
    }

    /** A live processor with that rate for cameras to come; in the place of one of that id. */
    void put(String id, double maxFps, List<SourceStatus> sources, LeaseStatus... leases) {
        put(id, InstanceState.RUNNING, maxFps, sources, leases);
    }

    void put(
            String id,
            InstanceState state,
            double maxFps,
            List<SourceStatus> sources,
            LeaseStatus... leases) {
        statuses.put(
                id,
                new Status(
                        id,
                        state,
                        AT.plusSeconds(++published),
                        AT,
                        1,
                        "1.0.0",
                        "box",
                        "nanodet-g",
                        maxFps,
                        sources,
                        leases.length == 0 ? null : List.of(leases),
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    static SourceStatus live(int camera, double maxFps) {
        return camera(camera, SourceState.LIVE, maxFps);
    }

    static SourceStatus camera(int camera, SourceState state, double maxFps) {
        return new SourceStatus(camera, state, maxFps, maxFps, AT, null, "rtsp://cams/" + camera);
    }

    /** A leased sampling rate, of one camera or, if null, of all. */
    static LeaseStatus slowed(Integer camera, double before) {
        return new LeaseStatus(What.MAX_FPS, camera, AT, before);
    }

    static LeaseStatus removed(int camera) {
        return new LeaseStatus(What.REMOVED, camera, AT, 0.1);
    }

    static LeaseStatus mortal() {
        return new LeaseStatus(What.PROCESS, null, AT, null);
    }
}
