package org.cupertino.nvr.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.support.PahoStandIn.Published;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to the topic that a command asks for. */
class CommandReplyTest {
    @TempDir static Path models;
    private static ControlPlane plane;

    @BeforeAll
    static void start() throws Exception {
        plane = new ControlPlane(models);
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @BeforeEach
    void forget() {
        plane.mqtt.published().clear();
    }

    @Test
    void answers_go_to_the_reply_topic_too_with_correlation_data_there_only() throws Exception {
        ask("nvr/replies/desk-1", "c1", "{\"command\":\"pause\"}");
        List<Published> sent = plane.awaitPublished(4);
        assertThat(sent)
                .extracting(Published::topic)
                .containsExactly(
                        "nvr/control/acks/proc-a",
                        "nvr/replies/desk-1",
                        "nvr/control/acks/proc-a",
                        "nvr/replies/desk-1");
        assertThat(sent.get(1).payload()).isEqualTo(sent.get(0).payload());
        assertThat(sent.get(3).payload()).isEqualTo(sent.get(2).payload());
        for (int i : new int[] {1, 3}) {
            assertThat(sent.get(i).properties().getCorrelationData())
                    .isEqualTo("c1".getBytes(UTF_8));
            assertThat(sent.get(i).properties().getResponseTopic()).isNull();
            assertThat(sent.get(i).properties().getUserProperties()).isEmpty();
        }
        assertThat(sent.get(0).properties()).isNull();
        assertThat(sent.get(2).properties()).isNull();
        assertThat(sent).extracting(Published::qos).containsOnly("1");
    }

    @Test
    void refusal_goes_to_the_reply_topic_too() throws Exception {
        ask("nvr/replies/desk-1", "c1", "no json");
        assertThat(plane.awaitPublished(2))
                .extracting(Published::topic)
                .containsExactly("nvr/control/acks/proc-a", "nvr/replies/desk-1");
    }

    @Test
    void command_for_somebody_else_is_silence_on_the_reply_topic_too() throws Exception {
        ask("nvr/replies/desk-1", "c1", "{\"command\":\"ping\",\"target_instances\":\"proc-b\"}");
        ask("nvr/replies/desk-1", "c1", "{\"command\":\"pause\",\"target_instances\":\"proc-b\"}");
        plane.send("{\"command\":\"resume\"}");
        plane.awaitAcks(2);
        assertThat(plane.awaitPublished(2)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nvr/control/commands",
                "nvr/control/status/proc-b",
                "nvr/repliesx",
                "nvr/replies",
                "NVR/replies/x",
                "/nvr/replies/x",
                "other/nvr/replies/x",
                "nvr/replies/+",
                "nvr/replies/#",
                "nvr/replies/a\u0000b",
                "nvr/replies/a\nb",
                "nvr/replies/\uFFFF",
                "nvr/replies/\uFDD0",
                "$SYS/x"
            })
    void reply_topic_elsewhere_or_impossible_is_not_used(String topic) throws Exception {
        ask(topic, "c1", "{\"command\":\"ping\"}");
        assertThat(plane.awaitPublished(2))
                .extracting(Published::topic)
                .containsExactly("nvr/control/acks/proc-a", "nvr/control/acks/proc-a");
    }

    @Test
    void reply_topic_of_enormous_length_is_not_used() throws Exception {
        ask("nvr/replies/" + "x".repeat(60_000), "c1", "{\"command\":\"ping\"}");
        assertThat(plane.awaitPublished(2)).hasSize(2);
    }

    @Test
    void what_else_a_command_brings_along_steers_nothing() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(
                List.of(
                        new UserProperty("CamelPahoMqtt5OverrideTopic", "nvr/evil"),
                        new UserProperty("CamelBeanMethodName", "close")));
        properties.setContentType("application/x-evil");
        plane.mqtt.receive(
                ControlPlane.COMMANDS, "{\"command\":\"ping\"}".getBytes(UTF_8), false, properties);
        assertThat(plane.awaitPublished(2))
                .extracting(Published::topic)
                .containsExactly("nvr/control/acks/proc-a", "nvr/control/acks/proc-a");
        assertThat(plane.awaitPublished(2)).extracting(Published::properties).containsOnlyNulls();
    }

    private void ask(String replyTopic, String correlation, String payload) throws Exception {
        MqttProperties properties =
                new MqttProperties() {
                    /** Other clients let topics through that this one's setter does not. */
                    @Override
                    public String getResponseTopic() {
                        return replyTopic;
                    }
                };
        properties.setCorrelationData(correlation.getBytes(UTF_8));
        properties.setUserProperties(List.of(new UserProperty("a", "b")));
        plane.mqtt.receive(ControlPlane.COMMANDS, payload.getBytes(UTF_8), false, properties);
    }
}
