package org.cupertino.nvr.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.cupertino.nvr.spec.Example.SOON;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All that processors publish in a life with every command, good and bad, follows the contract. */
class EventsIT {
    private static final String COMMANDS = "nvr/control/commands";
    private static final String REPLIES = "nvr/replies/test";
    private static final String VIDEO = "src/main/resources/demo/people.mp4";

    /** Topic, key of the payload that its last level repeats, schema and QoS. */
    private enum Kind {
        STATUS("nvr/control/status/(.+)", "instance_id", "status", 1),
        PAUSED("nvr/control/paused/(.+)", "instance_id", "paused-cameras", 1),
        ACK("nvr/control/acks/(.+)", "instance_id", "ack", 1),
        REPLY(REPLIES, null, "ack", 1),
        DETECTIONS("nvr/detections/(.+)", "source_id", "detection-event", 0),
        METRICS("nvr/status/metrics/(.+)", "instance_id", "metrics", 0);

        final Pattern topic;
        final String key;
        final JsonSchema schema;
        final int qos;

        Kind(String topic, String key, String schema, int qos) {
            this.topic = Pattern.compile(topic);
            this.key = key;
            this.qos = qos;
            try (InputStream in =
                    EventsIT.class.getResourceAsStream("/schema/" + schema + ".schema.json")) {
                this.schema =
                        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(Received message) {
            return topic.matcher(message.topic()).matches();
        }

        void check(Received message) {
            assertThat(schema.validate(message.json())).as("%s", message).isEmpty();
            assertThat(message.qos()).as("%s", message).isEqualTo(qos);
            Matcher parts = topic.matcher(message.topic());
            if (key != null && parts.matches()) {
                assertThat(message.json().get(key).asText()).isEqualTo(parts.group(1));
            }
        }
    }

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    @RegisterExtension
    final Processors processors = new Processors().environment("NVR_MQTT_URL", BROKER.url());

    @Test
    void every_message_is_on_a_topic_of_the_contract_and_follows_its_schema() {
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("#")) {
            ProcessorProcess first = start("proc-a");
            ProcessorProcess second = start("proc-b");
            awaitReady(first);
            awaitReady(second);
            probe.await(Kind.DETECTIONS::has, SOON);
            second.kill();
            probe.await(Example.status("proc-b", "offline"), SOON);

            obeysAll(probe);
            refusesAll(probe);
            await("metrics and detections")
                    .atMost(SOON)
                    .until(
                            () ->
                                    probe.messages("nvr/detections/0").size() > 10
                                            && probe.messages("nvr/status/metrics/proc-c").size()
                                                    > 3);
            send(probe, "stop", "{}");
            assertThat(first.awaitExit(SOON)).isZero();
            probe.await(Example.status("proc-c", "stopped"), SOON);

            checkAll(probe);
            checkRetained(probe.messages("nvr/control/status/proc-c"));
        }
    }

    private ProcessorProcess start(String id) {
        return processors.start(
                "processor",
                "--instance-id",
                id,
                "--stream",
                "0=" + VIDEO,
                "--file-playback=loop",
                "--max-fps=5",
                "--metrics-interval=1s");
    }

    private static void awaitReady(ProcessorProcess processor) {
        processor.awaitLine("Connected to .* for commands", SOON);
        processor.awaitLine("Processor .* watches", SOON);
    }

    private static void obeysAll(MqttProbe probe) {
        for (String[] command :
                new String[][] {
                    {"status", "{}"},
                    {"ping", "{}"},
                    {"metrics", "{}"},
                    {"pause", "{}"},
                    {"resume", "{}"},
                    {"set_fps", "{\"max_fps\": 4}"},
                    {"change_model", "{\"model_id\": \"nanodet-g-640\"}"},
                    {
                        "add_stream",
                        "{\"source_id\": 7, \"uri\": \"rtsp://u:secret@127.0.0.1:1/7\"}"
                    },
                    {"remove_stream", "{\"source_id\": 7}"},
                    {"restart", "{}"}
                }) {
            send(probe, command[0], command[1]);
            probe.await(Example.completed("proc-a", command[0]), SOON);
        }
        send(probe, "rename_instance", "{\"new_instance_id\": \"proc-c\"}");
        probe.await(Example.completed("proc-c", "rename_instance"), SOON);
        probe.await(
                m -> m.topic().equals("nvr/control/status/proc-a") && m.payload().isEmpty(), SOON);
    }

    private static void refusesAll(MqttProbe probe) {
        send(probe, "set_fps", "{\"max_fps\": 0}");
        send(probe, "set_fps", "{}");
        send(probe, "pause", "{\"source_id\": 99}");
        send(probe, "add_stream", "{\"source_id\": 0}");
        send(probe, "change_model", "{\"model_id\": \"none\"}");
        send(probe, "dance", "{}");
        probe.publish(COMMANDS, "not JSON");
        probe.publish(COMMANDS, "{\"command\": \"ping\", \"target_instances\": 3}");
        probe.publish(
                COMMANDS, "{\"command\": \"ping\", \"expires_at\": \"2020-01-01T00:00:00Z\"}");
        probe.publish(COMMANDS, " ".repeat(100_000));
        for (String code :
                List.of(
                        "invalid_param",
                        "missing_param",
                        "unknown_source",
                        "source_exists",
                        "unknown_model",
                        "unknown_command",
                        "malformed_json",
                        "invalid_target",
                        "expired",
                        "payload_too_large")) {
            probe.await(
                    m ->
                            m.topic().equals("nvr/control/acks/proc-c")
                                    && m.json().path("code").asText().equals(code),
                    SOON);
        }
    }

    private static void send(MqttProbe probe, String command, String params) {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(REPLIES);
        properties.setCorrelationData(command.getBytes(UTF_8));
        probe.publish(
                COMMANDS,
                "{\"command\": \"%s\", \"params\": %s}".formatted(command, params),
                1,
                false,
                properties);
    }

    private static void checkAll(MqttProbe probe) {
        List<Received> published =
                probe.messages("#").stream().filter(m -> !m.topic().equals(COMMANDS)).toList();
        assertThat(published)
                .filteredOn(message -> message.payload().isEmpty())
                .as("what clears a topic")
                .extracting(Received::topic)
                // Before the Last Will names the new id, and once more after that.
                .containsExactly("nvr/control/status/proc-a", "nvr/control/status/proc-a");
        for (Kind kind : Kind.values()) {
            assertThat(published).as(kind.name()).anyMatch(kind::has);
        }
        assertThat(published)
                .filteredOn(message -> !message.payload().isEmpty())
                .allSatisfy(
                        message ->
                                assertThat(Kind.values())
                                        .as("a topic of the contract: %s", message)
                                        .filteredOn(kind -> kind.has(message))
                                        .singleElement()
                                        .satisfies(kind -> kind.check(message)))
                .noneMatch(message -> message.payload().contains("secret"));
    }

    /** One who comes now finds the last words of both, and nothing else. */
    private static void checkRetained(List<Received> published) {
        try (MqttProbe late = new MqttProbe(BROKER.url()).subscribe("#")) {
            late.await(Kind.STATUS::has, SOON);
            late.publish("after", "");
            late.await(message -> message.topic().equals("after"), SOON);
            assertThat(late.messages("nvr/#")).allMatch(Received::retained);
            assertThat(late.messages("nvr/control/paused/#"))
                    .singleElement()
                    .returns("[]", message -> message.json().path("sources").toString());
            assertThat(late.messages("nvr/#"))
                    .as("after %s", published)
                    .filteredOn(message -> !Kind.PAUSED.has(message))
                    .extracting(Received::json)
                    .extracting(
                            it -> it.get("instance_id").asText() + " " + it.get("status").asText())
                    .containsExactlyInAnyOrder("proc-b offline", "proc-c stopped");
        }
    }
}
