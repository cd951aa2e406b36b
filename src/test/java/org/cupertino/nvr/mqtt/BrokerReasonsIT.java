package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that says no, in every way there is. */
class BrokerReasonsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the broker closes the connection without a word",
                "20020001 | is it a broker of MQTT 5, with QoS 1?",
                "2003009b00 | is it a broker of MQTT 5, with QoS 1?",
                "2003008400 | the broker does not speak MQTT 5",
                "2003008600 | the broker refuses the user name or the password",
                "2003008700 | not authorised",
                "2003009a00 | the broker keeps no retained messages",
                "2003000000 e0028e00 | another client with the same client id took over",
                "2003000000 e0028b00 | the broker shuts down",
                "2003000000 e0029700 | a quota of the broker is used up",
                "2003000000 e0029500 | a packet was larger than the broker takes",
                "2003000000 e00997071f000466756c6c | a quota of the broker is used up (full)"
            })
    void what_the_broker_answers_is_a_sentence(String answer, String sentence) throws Exception {
        String[] answers = answer.split(" ", 2);
        try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(broker, answers), "broker");
            thread.setDaemon(true);
            thread.start();
            MqttLink link = link(broker.getLocalPort());
            link.listen("a", 1, (topic, payload) -> {});
            link.open();
            try {
                await().atMost(SOON).until(() -> link.problem().orElse("").contains(sentence));
            } finally {
                link.shutDown();
            }
        }
    }

    /** As a proxy does whose broker is away, and a broker that dies. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void port_that_closes_each_connection_leaves_no_threads(int afterMs) throws Exception {
        AtomicInteger closed = new AtomicInteger();
        long before = connecting();
        try (ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        try (Socket connection = port.accept()) {
                                            connection.setSoTimeout(afterMs + 1);
                                            connection.getInputStream().readAllBytes();
                                        } catch (SocketTimeoutException e) {
                                            // It waited for that.
                                        }
                                        closed.incrementAndGet();
                                    }
                                } catch (IOException e) {
                                    // The test is over.
                                    return;
                                }
                            });
            thread.setDaemon(true);
            thread.start();
            MqttLink link = link(port.getLocalPort());
            link.open();
            await().atMost(SOON).until(() -> closed.get() >= 4);
            link.shutDown();
        }
        await().atMost(SOON).until(() -> connecting() <= before);
    }

    private static long connecting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("MQTT Con"))
                .count();
    }

    @Test
    void nobody_there_is_a_sentence() throws Exception {
        MqttLink link = link(1);
        link.open();
        await().atMost(SOON).until(() -> link.problem().isPresent());
        assertThat(link.problem()).hasValueSatisfying(why -> assertThat(why).contains("refused"));
        link.shutDown();
    }

    private static MqttLink link(int port) throws Exception {
        return new MqttLink(
                "test",
                new MqttSettings("tcp://127.0.0.1:" + port, null, null, null, null, null),
                null);
    }

    private static void answer(ServerSocket broker, String[] answers) {
        while (!broker.isClosed()) {
            try (Socket client = broker.accept()) {
                for (String answer : answers) {
                    client.getInputStream().read(new byte[1_000]);
                    client.getOutputStream().write(HexFormat.of().parseHex(answer));
                }
                client.shutdownOutput();
                client.getInputStream().read(new byte[1_000]);
            } catch (IOException e) {
                // The client or the test went.
            }
        }
    }
}
