package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may happen to a processor itself, and its machine. */
final class ProcessorRows {
    /** Exit status of a Java that ran out of memory. */
    private static final int OUT_OF_MEMORY = 3;

    private static final List<String> SOMEBODY =
            List.of("setpriv", "--reuid=64321", "--regid=64321", "--clear-groups");

    private ProcessorRows() {}

    static List<Row> all() {
        return List.of(
                Row.brief("processor SIGKILLed", ProcessorRows::killed),
                Row.full("processor SIGKILLed at 7 moments", ProcessorRows::starting),
                Row.brief("processor SIGSTOPped for 30 s", ProcessorRows::stopped),
                Row.brief("descriptors of the processor run out", ProcessorRows::descriptors),
                Row.full("threads of the processor run out", ProcessorRows::threads),
                Row.full("processor out of memory", ProcessorRows::memory),
                Row.brief("/tmp cleaned, then read-only", ProcessorRows::temporary));
    }

    private static void begin(Stage stage, List<String> wrapper) throws Exception {
        stage.broker.start();
        stage.listen();
        stage.start(wrapper, Map.of());
        stage.calm();
        stage.awaitPong();
        stage.watch(3);
    }

    private static void killed(Stage stage) throws Exception {
        begin(stage, List.of());
        for (int i = 0; i < 2; i++) {
            stage.remember();
            stage.fault();
            stage.processor().kill();
            stage.start();
            stage.awaitPong();
            stage.awaitSeen(2);
            stage.watch(2);
        }
    }

    /** Each time a second later after its start than before. */
    private static void starting(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.remember();
        for (int seconds = 0; seconds < 6; seconds++) {
            stage.fault();
            stage.processor().kill();
            stage.start();
            stage.elapse(seconds);
        }
        stage.fault();
        stage.processor().kill();
        stage.start();
        stage.awaitPong();
        stage.awaitSeen(2);
        stage.watch(3);
    }

    private static void stopped(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.fault();
        Shell.run("kill", "-STOP", Shell.pid(stage.processor()));
        stage.elapse(30);
        Shell.run("kill", "-CONT", Shell.pid(stage.processor()));
        stage.awaitPong();
        stage.awaitSeen(3);
        stage.watch(3);
    }

    /** No new connection can be made meanwhile: neither to the broker nor to a camera. */
    private static void descriptors(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.fault();
        Shell.run(
                "prlimit",
                "--pid",
                Shell.pid(stage.processor()),
                "--nofile=" + stage.footprint().descriptors() + ":4096");
        stage.proxy.cut();
        stage.elapse(10);
        Shell.run("prlimit", "--pid", Shell.pid(stage.processor()), "--nofile=4096:4096");
        stage.awaitPong();
        stage.watch(3);
    }

    /** As a user of its own, since the limit counts what all processes of a user have. */
    private static void threads(Stage stage) throws Exception {
        begin(stage, SOMEBODY);
        stage.fault();
        limitThreads(stage, stage.footprint().threads());
        stage.proxy.cut();
        stage.elapse(10);
        limitThreads(stage, 4_096);
        stage.awaitPong();
        stage.watch(3);
    }

    private static void limitThreads(Stage stage, long most) throws IOException {
        List<String> command = new ArrayList<>(SOMEBODY);
        command.addAll(
                List.of("prlimit", "--pid", Shell.pid(stage.processor()), "--nproc=" + most + ":"));
        Shell.run(command.toArray(String[]::new));
    }

    /** It ends at once, and somebody starts it again, as a service manager does. */
    private static void memory(Stage stage) throws Exception {
        stage.broker.start();
        stage.listen();
        stage.start(List.of(), Map.of("NVR_JAVA_OPTS", "-Xmx40m"));
        stage.calm();
        stage.awaitPong();
        stage.remember();
        stage.fault();
        for (int camera = 100; camera < 1_000 && stage.processor().isAlive(); camera++) {
            stage.probe()
                    .publish(
                            "nvr/control/commands",
                            "{\"command\":\"add_stream\",\"params\":{\"source_id\":"
                                    + camera
                                    + ",\"uri\":\"rtsp://127.0.0.1:9/x\"}}",
                            0,
                            false,
                            null);
        }
        // It may take its time, with all of it for the collector; what it counts meanwhile counts.
        while (stage.processor().isAlive()) {
            stage.remember();
            stage.elapse(1);
        }
        assertThat(stage.processor().awaitExit(Stage.SOON)).isEqualTo(OUT_OF_MEMORY);
        stage.start();
        stage.awaitPong();
        stage.watch(3);
    }

    private static void temporary(Stage stage) throws Exception {
        begin(
                stage,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs tmpfs /tmp && exec \"$0\" \"$@\""));
        stage.fault();
        Shell.inside(stage.processor(), "rm -rf /tmp/* /tmp/.[!.]*");
        stage.proxy.cut();
        stage.awaitPong();
        stage.watch(3);
        stage.fault();
        Shell.inside(stage.processor(), "mount -t tmpfs -o ro tmpfs /tmp");
        stage.proxy.cut();
        stage.awaitPong();
        stage.watch(3);
    }
}
