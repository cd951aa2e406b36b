package org.cupertino.nvr.faults;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;

/** Disks that are full or refuse what is written. */
final class StorageRows {
    private static final String FILL =
            "head -c 1G /dev/zero >%s/full 2>/dev/null; test -s %<s/full";

    private StorageRows() {}

    static List<Row> all() {
        return List.of(
                Row.full("disk of the processor full", StorageRows::processorFull),
                Row.full("storage of the processor refuses writes", StorageRows::refusesWrites),
                Row.full("disk of the orchestrator full", StorageRows::logsFull));
    }

    /** A network is loaded by way of a file, so the model is loaded anew meanwhile. */
    private static void processorFull(Stage stage) throws Exception {
        begin(stage, mounted("/tmp", "64m"));
        stage.fault();
        Shell.inside(stage.processor(), FILL.formatted("/tmp"));
        restart(stage);
        Shell.inside(stage.processor(), "rm /tmp/full");
        restart(stage);
    }

    /** As of an error of the disk, each write to a file fails. */
    private static void refusesWrites(Stage stage) throws Exception {
        begin(stage, List.of());
        stage.fault();
        Shell.run("prlimit", "--pid", Shell.pid(stage.processor()), "--fsize=0:unlimited");
        restart(stage);
        Shell.run("prlimit", "--pid", Shell.pid(stage.processor()), "--fsize=unlimited:unlimited");
        restart(stage);
    }

    private static void restart(Stage stage) throws Exception {
        stage.proxy.cut();
        stage.awaitPong();
        stage.requests().send("restart");
        await("an answer").atMost(Stage.SOON).until(() -> stage.requests().unanswered() == 0);
        stage.awaitSeen(2);
        stage.watch(3);
    }

    /** Where those that it starts write to. */
    private static void logsFull(Stage stage) throws Exception {
        begin(stage, List.of());
        Orchestrator orchestrator =
                new Orchestrator(stage, mounted(Orchestrator.LOGS, "64k"), Map.of());
        String logs = orchestrator.logs().toString();
        stage.fault();
        Shell.inside(orchestrator.process(), FILL.formatted(logs));
        orchestrator.fall(0, () -> {});
        orchestrator.assisted(0, () -> {});
        stage.watch(3);
    }

    private static List<String> mounted(String folder, String size) {
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + size + " tmpfs " + folder + " && exec \"$0\" \"$@\"");
    }

    private static void begin(Stage stage, List<String> wrapper) throws Exception {
        stage.broker.start();
        stage.listen();
        stage.start(wrapper, Map.of());
        stage.calm();
        stage.awaitPong();
        stage.watch(3);
    }
}
