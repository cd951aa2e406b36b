package org.cupertino.nvr.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.support.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers on the network may do at the port of health and metrics. */
@Timeout(60)
class HttpDoorTest {
    private static final String LIVE = "/observe/health/live";
    private static final String HALF = "GET " + LIVE + " HTTP/1.1\r\nHost: loc";

    private final List<Socket> sockets = new ArrayList<>();
    private DefaultCamelContext context;
    private ObserveServer server;

    @AfterEach
    void close() throws IOException {
        context.close();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void serve() throws Exception {
        serve("127.0.0.1", ObserveServer.IDLE);
    }

    private void serve(String host, Duration idle) throws Exception {
        context = new DefaultCamelContext();
        context.disableJMX();
        context.getRegistry()
                .bind(
                        MicrometerConstants.METRICS_REGISTRY_NAME,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        context.build();
        server = ObserveServer.start(context, host, OptionalInt.empty(), idle);
        context.start();
    }

    @Test
    void half_a_request_is_not_waited_for_without_end() throws Exception {
        serve("127.0.0.1", Duration.ofMillis(200));
        Socket half = send(HALF);

        assertThat(half.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void newest_hundred_connections_stay_and_a_health_request_is_answered_meanwhile()
            throws Exception {
        serve();
        List<Socket> halves = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            halves.add(send(HALF));
        }

        assertThat(answer(get("localhost"))).startsWith("HTTP/1.1 200 ");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> halves.stream().filter(HttpDoorTest::isClosed).count() >= 200);
        assertThat(halves.stream().filter(HttpDoorTest::isClosed)).hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void http_2_is_neither_upgraded_to_nor_begun_with() throws Exception {
        serve();
        String upgrade =
                "GET "
                        + LIVE
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

        assertThat(send(upgrade).getInputStream().readNBytes(12))
                .asString()
                .isEqualTo("HTTP/1.1 200");
        assertThat(answer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
                .startsWith("HTTP/2.0 501 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:1", "127.0.0.1:9876", "127.8.8.8", "[::1]:1"})
    void on_loopback_the_names_of_loopback_are_answered(String host) throws Exception {
        serve();
        assertThat(answer(get(host))).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example",
                "rebound.example:9876",
                "127.0.0.1.rebound.example",
                "localhost.rebound.example:1",
                "localhost\r\nHost: rebound.example",
                "[::2]",
                "",
                "a b",
            })
    void on_loopback_another_name_is_refused_with_a_sentence(String host) throws Exception {
        serve();
        assertThat(answer(get(host)))
                .matches("(?s)HTTP/1.1 4(21|00) .*")
                .doesNotContain("\"UP\"", "rebound");
    }

    @Test
    void request_without_a_name_is_answered_as_of_a_health_check_in_a_container() throws Exception {
        serve();
        assertThat(answer("GET " + LIVE + " HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
    }

    @Test
    void on_an_address_for_others_any_name_is_answered() throws Exception {
        serve("0.0.0.0", ObserveServer.IDLE);

        assertThat(answer(get("box-3.example:8080"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void what_is_sent_along_is_neither_read_nor_kept() throws Exception {
        serve();
        String head = " " + LIVE + " HTTP/1.1\r\nHost: localhost\r\n";
        for (String request :
                List.of(
                        "POST" + head + "Content-Length: 1000000000\r\n\r\n",
                        "GET" + head + "Content-Length: 1000000000\r\n\r\n",
                        "GET" + head + "Transfer-Encoding: chunked\r\n\r\n")) {
            assertThat(answer(request)).startsWith("HTTP/1.1 4").contains("onnection: close");
        }
        assertThat(new Http(server.port()).status(LIVE)).isEqualTo(200);
    }

    private static String get(String host) {
        return "GET " + LIVE + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private String answer(String request) throws IOException {
        return new String(send(request).getInputStream().readAllBytes(), ISO_8859_1);
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    /** Whether the other side has closed it; nothing is ever sent to these. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
