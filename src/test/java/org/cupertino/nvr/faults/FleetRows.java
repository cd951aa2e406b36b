package org.cupertino.nvr.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.support.Mosquitto;

/** What may happen to an orchestrator, and what each account of the broker may try. */
final class FleetRows {
    private static final List<String> ACCOUNTS =
            List.of("processor", "orchestrator", "caller", "viewer");

    private FleetRows() {}

    static List<Row> all() {
        return List.of(
                Row.brief("orchestrator SIGKILLed at 4 moments", stage -> killed(stage, 2, 1_500)),
                Row.full("orchestrator SIGKILLed at 20 moments", stage -> killed(stage, 10, 300)),
                Row.brief("500 hostile payloads a topic and account", stage -> hostile(stage, 500))
                        .with(FleetRows::shippedAccess),
                Row.full("10,000 hostile payloads a topic and account", s -> hostile(s, 10_000))
                        .with(FleetRows::shippedAccess));
    }

    /**
     * Each round is killed once on its way into an emergency and once on its way out.
     *
     * @param stepMs how much later in each round than in the one before
     */
    private static void killed(Stage stage, int rounds, int stepMs) throws Exception {
        begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage);
        for (int round = 0; round < rounds; round++) {
            int room = round % Stage.CAMERAS;
            int afterMs = round * stepMs;
            orchestrator.fall(room, () -> orchestrator.killAfter(afterMs));
            orchestrator.assisted(room, () -> orchestrator.killAfter(afterMs));
        }
        stage.watch(3);
    }

    private static void hostile(Stage stage, int each) throws Exception {
        stage.secure();
        begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage);
        for (String account : ACCOUNTS) {
            stage.faults(new Hostile(stage.broker.url(), account).publish(each));
        }
        stage.awaitPong();
        orchestrator.fall(0, () -> {});
        orchestrator.assisted(0, () -> {});
        stage.watch(3);
    }

    private static void begin(Stage stage) throws Exception {
        stage.broker.start();
        stage.listen();
        stage.start();
        stage.calm();
        stage.awaitPong();
        stage.watch(3);
    }

    private static Mosquitto shippedAccess(Mosquitto broker) {
        ACCOUNTS.forEach(account -> broker.user(account, account));
        try {
            return broker.user(Stage.WITNESS, Stage.WITNESS)
                    .config("max_packet_size 262144\nmax_queued_messages 1000")
                    .accessList(
                            Files.readString(Path.of("docker/mosquitto/acl"))
                                    + "\nuser witness\ntopic readwrite #");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
