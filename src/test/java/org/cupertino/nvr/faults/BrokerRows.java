package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cupertino.nvr.support.MqttProbe;

/** What a broker may do to a processor. */
final class BrokerRows {
    private static final Pattern CLIENT_ID = Pattern.compile("MQTT Rec: (nvr-[0-9a-f-]+)");
    private static final String ON_DISK =
            "persistence true\npersistence_location /var/lib/mosquitto/\n";

    private BrokerRows() {}

    static List<Row> all() {
        return List.of(
                Row.brief("broker down at start", BrokerRows::late),
                Row.brief("broker restarted, without memory", BrokerRows::restarted),
                Row.brief("broker restarted, with memory", BrokerRows::restarted)
                        .with(broker -> broker.config(ON_DISK)),
                Row.brief("broker hung", BrokerRows::hung),
                Row.brief("broker's disk full", BrokerRows::diskFull)
                        .with(
                                broker ->
                                        broker.config(
                                                        ON_DISK
                                                                + "autosave_on_changes true\nautosave_interval 1")
                                                .tmpfs("/var/lib/mosquitto", "size=64k,mode=1777")),
                Row.brief("broker refuses connections", BrokerRows::refusing),
                Row.full("broker refuses a topic", BrokerRows::refusesTopic)
                        .with(
                                broker ->
                                        broker.accessList(
                                                "topic readwrite nvr/control/#\n"
                                                        + "topic readwrite nvr/detections/0\n"
                                                        + "topic readwrite nvr/detections/1")),
                Row.brief("broker slow", BrokerRows::slow),
                Row.brief("packet limit of the broker", BrokerRows::watched)
                        .with(broker -> broker.config("max_packet_size 1300")),
                Row.brief("session taken over", BrokerRows::takenOver));
    }

    private static void late(Stage stage) throws Exception {
        stage.fault();
        stage.start().awaitLine("Camera 1 .* is live", Stage.SOON);
        await().atMost(Stage.SOON)
                .until(() -> stage.series().count("nvr_frames_analysed_total") > 8);
        stage.broker.start();
        stage.listen();
        stage.calm();
        stage.awaitPong();
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

    private static void restarted(Stage stage) throws Exception {
        begin(stage);
        for (int i = 0; i < 2; i++) {
            stage.fault();
            // What is acknowledged is with the subscriber before the broker goes.
            stage.proxy.refuse();
            stage.elapse(1);
            stage.broker.stop();
            stage.elapse(2);
            stage.broker.start();
            stage.listen();
            stage.proxy.pass();
            stage.awaitPong();
            stage.watch(3);
        }
    }

    private static void hung(Stage stage) throws Exception {
        begin(stage);
        stage.fault();
        stage.broker.pause();
        stage.elapse(25);
        stage.broker.unpause();
        stage.awaitPong();
        stage.watch(3);
    }

    private static void diskFull(Stage stage) throws Exception {
        begin(stage);
        try (MqttProbe hog = new MqttProbe(stage.broker.url())) {
            for (int i = 0; i < 20; i++) {
                stage.fault();
                hog.publish("hog/" + i, "x".repeat(20_000), 1, true, null);
            }
        }
        stage.watch(10);
    }

    private static void refusing(Stage stage) throws Exception {
        begin(stage);
        stage.fault();
        stage.proxy.refuse();
        stage.elapse(20);
        stage.proxy.pass();
        stage.awaitPong();
        stage.watch(3);
    }

    /** The cameras are watched; what they show under another topic is refused, and counted. */
    private static void refusesTopic(Stage stage) throws Exception {
        begin(stage);
        stage.fault();
        stage.broker.file(
                "access",
                "topic readwrite nvr/control/#\ntopic readwrite nvr/detections/0\ntopic read nvr/detections/1\n");
        stage.broker.reload();
        stage.elapse(6);
        stage.broker.file(
                "access", "topic readwrite nvr/control/#\ntopic readwrite nvr/detections/#\n");
        stage.broker.reload();
        stage.watch(3);
    }

    private static void slow(Stage stage) throws Exception {
        begin(stage);
        stage.fault();
        stage.proxy.slow(400);
        stage.elapse(20);
        stage.proxy.pass();
        stage.awaitPong();
        stage.watch(3);
    }

    private static void watched(Stage stage) throws Exception {
        stage.fault();
        begin(stage);
        stage.watch(8);
    }

    private static void takenOver(Stage stage) throws Exception {
        begin(stage);
        for (int i = 0; i < 2; i++) {
            Matcher ids = CLIENT_ID.matcher(stage.processor().threads());
            int taken = 0;
            while (ids.find()) {
                stage.fault();
                taken++;
                try (MqttProbe thief = new MqttProbe(stage.broker.url(), ids.group(1))) {
                    assertThat(thief.isConnected()).isTrue();
                }
            }
            assertThat(taken).as("connections of a processor").isEqualTo(3);
            stage.awaitPong();
            stage.watch(3);
        }
    }
}
