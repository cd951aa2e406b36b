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

    private static void stopped(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.fault();
        run("kill", "-STOP", pid(stage));
        stage.elapse(30);
        run("kill", "-CONT", pid(stage));
        stage.awaitPong();
        stage.awaitSeen(3);
        stage.watch(3);
    }

    /** No new connection can be made meanwhile: neither to the broker nor to a camera. */
    private static void descriptors(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.fault();
        run(
                "prlimit",
                "--pid",
                pid(stage),
                "--nofile=" + stage.footprint().descriptors() + ":4096");
        stage.proxy.cut();
        stage.elapse(10);
        run("prlimit", "--pid", pid(stage), "--nofile=4096:4096");
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
        command.addAll(List.of("prlimit", "--pid", pid(stage), "--nproc=" + most + ":"));
        run(command.toArray(String[]::new));
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
                                    + ",\"uri\":\"rtsp://127.0.0.1:9/"
                                    + "x".repeat(2_000)
                                    + "\"}}",
                            0,
                            false,
                            null);
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
        inside(stage, "rm -rf /tmp/* /tmp/.[!.]*");
        stage.proxy.cut();
        stage.awaitPong();
        stage.watch(3);
        stage.fault();
        inside(stage, "mount -t tmpfs -o ro tmpfs /tmp");
        stage.proxy.cut();
        stage.awaitPong();
        stage.watch(3);
    }

    private static void inside(Stage stage, String command) throws IOException {
        run("nsenter", "--mount", "--target", pid(stage), "sh", "-c", command);
    }

    private static String pid(Stage stage) {
        return Long.toString(stage.processor().pid());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
