package org.cupertino.nvr.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Connects to the broker, and publishes and subscribes as a processor does. */
final class BrokerCheck {
    private static final String SUBJECT = "broker";
    private static final Duration UP_WITHIN = Duration.ofSeconds(10);
    private static final long HEARD_WITHIN_S = 3;

    private final boolean inside;
    private final MqttSettings settings;
    private final String prefix;
    private final String id = "doctor-" + UUID.randomUUID().toString().substring(0, 8);

    BrokerCheck(ProcessorOptions options) {
        inside = options.publish().embeddedBroker();
        settings = MqttSettings.of(options.mqtt());
        prefix = options.mqtt().topicPrefix();
    }

    Finding run() {
        if (inside) {
            return Finding.ok(SUBJECT, "the processor brings its own, at " + settings.url());
        }
        MqttLink link = null;
        try {
            link = new MqttLink("doctor", settings, null);
            return check(link);
        } catch (MqttException | IllegalArgumentException e) {
            return fail("it fails: " + e.getMessage(), "check the broker's own log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", "run it again");
        } finally {
            if (link != null) {
                link.shutDown();
            }
        }
    }

    private Finding check(MqttLink link) throws MqttException, InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        String commands = prefix + "/control/commands/";
        link.listen(
                commands + "#",
                1,
                (topic, payload) -> {
                    if (topic.equals(commands + id)) {
                        heard.countDown();
                    }
                });
        link.open();
        if (!link.awaitUp(UP_WITHIN)) {
            return fail(
                    "no connection: "
                            + link.problem()
                                    .orElse("no answer within " + UP_WITHIN.toSeconds() + " s"),
                    "start the broker, or correct --mqtt-url, --mqtt-user and --mqtt-password");
        }
        if (!link.isReady()) {
            return fail(
                    "it refuses the subscription to " + commands + "#",
                    "allow this user to read that topic in the broker's access list");
        }
        for (String topic : new String[] {"/control/status/", "/replies/"}) {
            // An empty message that is not retained says nothing to anybody.
            if (!link.offer(prefix + topic + id, message(""))) {
                return fail(
                        "it refuses to publish to " + prefix + topic + id,
                        "allow this user to write "
                                + prefix
                                + topic
                                + "# in the broker's access list");
            }
        }
        // For an instance that does not exist. A processor's user need not be allowed to send it.
        boolean sent =
                link.offer(
                        commands + id,
                        message("{\"command\":\"ping\",\"target_instances\":[\"" + id + "\"]}"));
        if (sent && !heard.await(HEARD_WITHIN_S, TimeUnit.SECONDS)) {
            return fail(
                    "it does not deliver messages on " + commands + "#",
                    "allow this user to read that topic in the broker's access list");
        }
        return Finding.ok(SUBJECT, settings.url() + " lets this user publish and subscribe");
    }

    private static MqttMessage message(String text) {
        return new MqttMessage(text.getBytes(UTF_8), 1, false, null);
    }

    private Finding fail(String text, String remedy) {
        return Finding.fail(SUBJECT, settings.url() + ": " + text, remedy);
    }
}
