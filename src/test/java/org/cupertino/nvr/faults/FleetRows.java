package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
                Row.full("orchestrator SIGSTOPped twice for 20 s", FleetRows::stopped),
                Row.full("descriptors of the orchestrator run out", FleetRows::descriptors),
                Row.full("emergency processor SIGKILLed at 5 moments", FleetRows::childKilled),
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

    private static void stopped(Stage stage) throws Exception {
        begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage);
        orchestrator.fall(0, () -> stop(stage, orchestrator));
        orchestrator.assisted(0, () -> stop(stage, orchestrator));
        stage.watch(3);
    }

    private static void stop(Stage stage, Orchestrator orchestrator) throws Exception {
        stage.fault();
        Shell.run("kill", "-STOP", Shell.pid(orchestrator.process()));
        stage.elapse(20);
        Shell.run("kill", "-CONT", Shell.pid(orchestrator.process()));
    }

    /** It can neither connect again nor start a process meanwhile. */
    private static void descriptors(Stage stage) throws Exception {
        begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage);
        String pid = Shell.pid(orchestrator.process());
        stage.fault();
        long open = Footprint.of(orchestrator.process().pid()).descriptors();
        Shell.run("prlimit", "--pid", pid, "--nofile=" + open + ":4096");
        orchestrator.fall(
                0,
                () -> {
                    stage.elapse(3);
                    stage.proxy.cut();
                    stage.elapse(10);
                    Shell.run("prlimit", "--pid", pid, "--nofile=4096:4096");
                });
        orchestrator.assisted(0, () -> {});
        stage.watch(3);
    }

    /** The first is killed as soon as it is there, each that follows a second later. */
    private static void childKilled(Stage stage) throws Exception {
        begin(stage);
        Orchestrator orchestrator = new Orchestrator(stage);
        try (SpawnedProcesses spawned = new SpawnedProcesses(stage.proxy.url())) {
            orchestrator.fall(
                    0,
                    () -> {
                        for (int seconds = 0; seconds < 5; seconds++) {
                            await("an emergency processor")
                                    .atMost(Stage.SOON)
                                    .until(() -> !spawned.alive().isEmpty());
                            stage.elapse(seconds);
                            stage.fault();
                            spawned.kill();
                        }
                    });
            orchestrator.assisted(0, () -> {});
            assertThat(spawned.most()).as("emergency processors at once").isEqualTo(1);
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
