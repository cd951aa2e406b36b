package org.cupertino.nvr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EmbeddedBrokerIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void retained_message_reaches_a_later_subscriber_until_it_is_cleared() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                MqttProbe speaker = new MqttProbe(broker.url())) {
            speaker.publish("state/a", "{\"n\":1}", 1, true, new MqttProperties());
            speaker.publish("state/a", "{\"n\":2}", 1, true, new MqttProperties());
            speaker.publish("state/b", "{}", 1, true, new MqttProperties());
            speaker.publish("state/b", "", 1, true, new MqttProperties());

            try (MqttProbe later = new MqttProbe(broker.url()).subscribe("state/#", "marker")) {
                Received kept = later.await(m -> m.topic().equals("state/a"), SOON);
                assertThat(kept.retained()).isTrue();
                assertThat(kept.json().path("n").asInt()).isEqualTo(2);
                speaker.publish("marker", "{}");
                later.await(m -> m.topic().equals("marker"), SOON);
                assertThat(later.messages("state/#")).hasSize(1);
            }
        }
    }

    @Test
    void retained_will_is_published_and_kept_when_a_client_is_gone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                MqttProbe watcher = new MqttProbe(broker.url()).subscribe("presence/#")) {
            MqttMessage will = new MqttMessage(utf8("{\"status\":\"offline\"}"), 1, true, null);
            MqttProbe dying =
                    new MqttProbe(broker.url(), options -> options.setWill("presence/a", will));

            dying.drop();

            watcher.await(m -> m.topic().equals("presence/a"), SOON);
            try (MqttProbe later = new MqttProbe(broker.url()).subscribe("presence/#")) {
                Received kept = later.await(m -> m.topic().equals("presence/a"), SOON);
                assertThat(kept.retained()).isTrue();
                assertThat(kept.json().path("status").asText()).isEqualTo("offline");
            }
        }
    }

    @Test
    void request_properties_arrive_and_the_reply_comes_back() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                MqttProbe server = new MqttProbe(broker.url()).subscribe("requests");
                MqttProbe asker = new MqttProbe(broker.url()).subscribe("replies/1")) {
            MqttProperties asked = new MqttProperties();
            asked.setResponseTopic("replies/1");
            asked.setCorrelationData(utf8("c-1"));
            asker.publish("requests", "{}", 1, false, asked);

            MqttProperties seen = server.await(m -> true, SOON).properties();
            MqttProperties answered = new MqttProperties();
            answered.setCorrelationData(seen.getCorrelationData());
            server.publish(seen.getResponseTopic(), "{\"ok\":true}", 1, false, answered);

            Received reply = asker.await(m -> true, SOON);
            assertThat(reply.topic()).isEqualTo("replies/1");
            assertThat(reply.properties().getCorrelationData()).isEqualTo(utf8("c-1"));
        }
    }

    @Test
    void two_brokers_at_once_know_nothing_of_each_other() {
        try (EmbeddedBroker one = EmbeddedBroker.start(0);
                EmbeddedBroker two = EmbeddedBroker.start(0);
                MqttProbe onOne = new MqttProbe(one.url()).subscribe("#");
                MqttProbe onTwo = new MqttProbe(two.url()).subscribe("#")) {
            onOne.publish("from", "one");
            onTwo.publish("from", "two");

            assertThat(onOne.await(m -> true, SOON).payload()).isEqualTo("one");
            assertThat(onTwo.await(m -> true, SOON).payload()).isEqualTo("two");
            assertThat(onOne.messages("#")).hasSize(1);
            assertThat(onTwo.messages("#")).hasSize(1);
        }
    }

    @Test
    void port_in_use_is_said_in_one_message_and_leaves_nothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Set<Thread> before = threads();
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
            assertNothingLeftBeside(before);
        }
    }

    @Test
    void packet_above_a_mebibyte_ends_its_sender_only() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                MqttProbe watcher = new MqttProbe(broker.url()).subscribe("#");
                MqttProbe good = new MqttProbe(broker.url());
                MqttProbe bad = new MqttProbe(broker.url(), o -> o.setAutomaticReconnect(false))) {
            good.publish("a", "x".repeat(1_000_000));
            watcher.await(m -> m.topic().equals("a"), SOON);

            assertThatThrownBy(() -> bad.publish("b", "x".repeat(2 << 20)))
                    .isInstanceOf(AssertionError.class);

            await().atMost(SOON).until(() -> !bad.isConnected());
            good.publish("c", "{}");
            watcher.await(m -> m.topic().equals("c"), SOON);
            assertThat(watcher.messages("b")).isEmpty();
            assertThat(good.isConnected()).isTrue();
        }
    }

    @Test
    void packet_is_refused_by_its_announced_length_before_it_is_read() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                Socket socket =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                URI.create(broker.url()).getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            byte[] connect = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'x'};
            socket.getOutputStream().write(connect);
            assertThat(socket.getInputStream().readNBytes(4)).startsWith(0x20, 2, 0, 0);

            byte[] lengthOf2Mebibytes = {0x30, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1, 0, 1, 'b'};
            socket.getOutputStream().write(lengthOf2Mebibytes);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void no_other_address_of_the_machine_is_served() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            int port = URI.create(broker.url()).getPort();
            InetAddress other = InetAddress.getByName("127.0.0.2");
            assertThatThrownBy(() -> new Socket(other, port).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void started_and_closed_five_times_leaves_no_thread_no_file_and_a_free_port() throws Exception {
        Set<Thread> before = threads();
        Set<Path> filesBefore = files();
        int port = 0;
        for (int round = 0; round < 5; round++) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(port);
                    MqttProbe probe = new MqttProbe(broker.url())) {
                port = URI.create(broker.url()).getPort();
                probe.publish("a", "{}", 1, true, new MqttProperties());
            }
        }
        assertNothingLeftBeside(before);
        assertThat(filesBefore).containsAll(files());
    }

    /** Threads of before may end meanwhile, and those of a broker take a moment to end. */
    private static void assertNothingLeftBeside(Set<Thread> before) {
        await().atMost(SOON).untilAsserted(() -> assertThat(before).containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private static Set<Path> files() throws Exception {
        try (Stream<Path> here = Files.list(Path.of("").toAbsolutePath())) {
            return here.collect(Collectors.toSet());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
