package org.cupertino.nvr.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An account of the broker that writes whatever it can, wherever it can; the same each time. */
final class Hostile {
    private static final List<String> TOPICS =
            List.of(
                    "nvr/control/commands",
                    "nvr/control/commands/main",
                    "nvr/control/status/main",
                    "nvr/control/status/ghost",
                    "nvr/control/acks/main",
                    "nvr/control/paused/ghost",
                    "nvr/replies/ghost",
                    "nvr/status/metrics/ghost",
                    "nvr/detections/99",
                    "nvr/orchestrator/events",
                    "nvr/orchestrator/status/2",
                    "nvr/orchestrator/rejected");

    /** Of commands only those that change nothing, so that what is right by chance does no harm. */
    private static final List<String> SEEDS =
            List.of(
                    "{\"command\":\"ping\",\"request_id\":\"r\",\"target_instances\":[\"main\"]}",
                    "{\"command\":\"status\",\"params\":{},\"expires_at\":\"2026-01-31T08:00:00Z\"}",
                    "{\"instance_id\":\"ghost\",\"status\":\"running\",\"sources\":[{\"source_id\":0,"
                            + "\"state\":\"live\",\"max_fps\":1.0}],\"leases\":[{\"what\":\"removed\","
                            + "\"source_id\":0}]}",
                    "{\"instance_id\":\"emergency-room-0\",\"status\":\"offline\",\"sources\":[]}",
                    "{\"instance_id\":\"0\",\"command\":\"ping\",\"request_id\":\"r\","
                            + "\"ack_status\":\"rejected\",\"message\":\"no\"}",
                    "{\"event\":\"fall_detected\",\"room_id\":99}",
                    "{\"room_id\":2,\"state\":\"emergency\",\"steps\":[],\"problems\":[]}",
                    "{\"source_id\":99,\"frame_id\":1,\"detections\":[{\"class_name\":\"person\","
                            + "\"confidence\":0.9,\"bbox\":{\"x\":1,\"y\":1,\"width\":9,\"height\":9}}]}");

    private static final List<String> SCRAPS =
            List.of(
                    "null",
                    "[null]",
                    "{}",
                    "[]",
                    "1e999",
                    "-1",
                    "2147483648",
                    "\"\"",
                    "true",
                    "\\",
                    "\"${sys.user.home}\"",
                    "\"{{env:HOME}}\"",
                    "\"../../etc/passwd\"",
                    "\u001b[31m",
                    "\n10:00:00.000 ERROR ",
                    "\u0000",
                    "\uFFFF",
                    "\"a://a:b@c\"",
                    "{\"a\":",
                    "[[[[[[[[");

    private static final int CHECK_EACH = 20;

    private final MqttProbe probe;
    private final Random random = new Random(20_261_125);

    Hostile(String url, String account) {
        probe =
                new MqttProbe(
                        url,
                        options -> {
                            options.setUserName(account);
                            options.setPassword(account.getBytes(UTF_8));
                        });
    }

    /** Returns how many were sent; the broker keeps most of them away. */
    int publish(int each) {
        try (probe) {
            for (int i = 0; i < each; i++) {
                for (String topic : TOPICS) {
                    send(topic, payload(), i);
                }
            }
        }
        return each * TOPICS.size();
    }

    /** Some wait for the broker, or it would drop them unread. */
    private void send(String topic, String payload, int number) {
        boolean retained = number % 10 == 0 && !topic.endsWith("/main");
        try {
            int qos = number % CHECK_EACH == 0 ? 1 : 0;
            probe.publish(topic, payload, qos, retained, new MqttProperties());
        } catch (AssertionError refused) {
            // By the access list, as it should be.
        }
    }

    private String payload() {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int changes = random.nextInt(4); changes > 0 && text.length() > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setLength(at);
                case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                case 3 -> text.insert(at, "x".repeat(random.nextInt(2_000)));
                default -> replaceValue(text, at);
            }
        }
        return text.toString();
    }

    /** From the next colon to the next comma, so that the rest stays JSON. */
    private void replaceValue(StringBuilder text, int from) {
        int colon = text.indexOf(":", from);
        int comma = text.indexOf(",", Math.max(colon, 0));
        if (colon >= 0 && comma > colon) {
            text.replace(colon + 1, comma, SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
    }
}
