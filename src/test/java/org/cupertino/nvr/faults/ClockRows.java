package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody, or a time server, sets the clock of the machine. */
final class ClockRows {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LITTLE = Duration.ofSeconds(5);

    /** More than the broker waits for a client of which it hears nothing. */
    private static final int KEEP_ALIVE_S = 18;

    private ClockRows() {}

    static List<Row> all() {
        if (!WallClock.isAvailable() && !"true".equals(System.getenv("CI"))) {
            System.out.println("No rows that set the clock: they need Debian's libfaketime");
            return List.of();
        }
        return List.of(
                Row.brief("clock of a processor set by 1 h and 5 s, both ways", ClockRows::stepped),
                Row.full("clock set by 1 h, both ways, in an emergency", ClockRows::emergency));
    }

    private static void stepped(Stage stage) throws Exception {
        WallClock clock = begin(stage);
        step(stage, clock, HOUR, 3);
        step(stage, clock, Duration.ZERO, KEEP_ALIVE_S);
        step(stage, clock, LITTLE, 3);
        step(stage, clock, Duration.ZERO, 3);
    }

    /** After it metrics come as before, and a connection that is cut is made again. */
    private static void step(Stage stage, WallClock clock, Duration ahead, int seconds)
            throws Exception {
        stage.fault();
        clock.set(ahead);
        long lost = lost(stage);
        stage.elapse(WallClock.CACHED_S + seconds);
        assertThat(lost(stage)).as("connections lost by then").isEqualTo(lost);
        awaitMetrics(stage);
        stage.proxy.cut();
        stage.awaitPong();
        stage.awaitSeen(2);
    }

    private static long lost(Stage stage) {
        return stage.processor().lines().stream().filter(l -> l.contains("Lost tcp:")).count();
    }

    private static void emergency(Stage stage) throws Exception {
        WallClock clock = begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage, List.of(), clock.variables());
        int room = 0;
        for (Duration ahead : List.of(HOUR, HOUR.negated())) {
            orchestrator.fall(room, () -> set(stage, clock, ahead));
            stage.watch(5);
            orchestrator.assisted(room, () -> set(stage, clock, Duration.ZERO));
            stage.watch(5);
            room++;
        }
        awaitMetrics(stage);
    }

    private static void set(Stage stage, WallClock clock, Duration ahead) throws IOException {
        stage.fault();
        clock.set(ahead);
    }

    private static WallClock begin(Stage stage) throws Exception {
        WallClock clock = stage.clock();
        stage.broker.start();
        stage.listen();
        stage.probe().subscribe("nvr/status/metrics/" + Stage.ID);
        Map<String, String> variables = new HashMap<>(clock.variables());
        variables.put("NVR_METRICS_INTERVAL", "2s");
        stage.start(List.of(), variables);
        stage.calm();
        stage.awaitPong();
        stage.watch(3);
        return clock;
    }

    private static void awaitMetrics(Stage stage) {
        int had = metrics(stage);
        await("metrics").atMost(Stage.SOON).until(() -> metrics(stage) > had + 1);
    }

    private static int metrics(Stage stage) {
        return stage.probe().messages("nvr/status/metrics/" + Stage.ID).size();
    }
}
