package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No credential is ever seen outside: every logger logs all it can, and everything is searched. */
@Timeout(400)
class SecretsIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String RIGHT = "Kamera-Richtig-1";
    private static final String WRONG = "Kamera-Falsch-2";
    private static final String UNREACHABLE = "Kamera-Fort-3";
    private static final String IN_QUERY = "Kamera-Frage-4";
    private static final String ADDED = "Kamera-Neu-5";
    private static final String REFUSED = "Kamera-Verboten-6";
    private static final String BROKER = "Broker-Wort-7";
    private static final String ADDED_IN_QUERY = "Kamera-Neue-Frage-8";
    private static final List<String> SECRETS =
            List.of(RIGHT, WRONG, UNREACHABLE, IN_QUERY, ADDED, REFUSED, BROKER, ADDED_IN_QUERY);

    @RegisterExtension
    static final Mosquitto MOSQUITTO =
            new Mosquitto().user("nvr", BROKER).user("watcher", "watches");

    @TempDir private Path folder;

    @BeforeEach
    void serverIsThere() {
        RtspServer.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_credential_is_seen_anywhere(boolean json) throws Exception {
        int port = Ports.free();
        Http http = new Http(port);
        Map<String, Path> mounts = Map.of("people", RtspServer.resource("/demo/people.mp4"));
        try (RtspServer server = RtspServer.start(Ports.free(), mounts, "admin", RIGHT);
                MqttProbe probe =
                        new MqttProbe(
                                MOSQUITTO.url(),
                                options -> {
                                    options.setUserName("watcher");
                                    options.setPassword("watches".getBytes(StandardCharsets.UTF_8));
                                });
                ProcessorProcess processor =
                        ProcessorProcess.start(
                                environment(server, port, json, BROKER), "processor")) {
            probe.subscribe("nvr/control/status/#", "nvr/control/acks/#", "nvr/detections/#")
                    .subscribe("nvr/status/#");
            probe.await(message -> message.topic().equals("nvr/detections/0"), SOON);
            await().atMost(SOON)
                    .until(() -> http.body("/observe/health").contains("1 live, 3 failed"));
            processor.awaitLine("Connected to .* for commands", SOON);
            add(probe, 8, "rtsp://admin:" + ADDED + "@127.0.0.1:" + server.port() + "/people");
            add(probe, 9, "ftp://admin:" + REFUSED + "@127.0.0.1/x");
            await().atMost(SOON)
                    .until(() -> http.body("/observe/health").contains("1 live, 4 failed"));
            Map<String, String> environment = environment(null, port, json, BROKER);
            String added =
                    lines(
                            environment,
                            "add-stream 7 --to discreet --uri http://127.0.0.1:9/x?loginuse=a&loginpas="
                                    + ADDED_IN_QUERY);
            assertThat(added).contains("completed");
            clean("ctl", added + lines(environment, "status"));
            await().atMost(SOON)
                    .until(() -> http.body("/observe/health").contains("1 live, 5 failed"));

            clean("logs", String.join("\n", processor.lines()));
            clean("process title", processor.title());
            clean("threads", processor.threads());
            clean("health", http.body("/observe/health?data=true&stackTrace=true"));
            clean("metrics", http.body("/observe/metrics"));
            clean(
                    "messages",
                    probe.messages("#").stream()
                            .map(message -> message.topic() + " " + message.payload())
                            .collect(Collectors.joining("\n")));
            assertThat(String.join("\n", processor.lines()))
                    .as("libraries log all they can")
                    .contains("org.eclipse.paho", "LibavLog", "org.apache.camel")
                    .contains("TRACE");
            assertThat(probe.messages("nvr/control/status/+").toString()).contains("***@");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_broker_that_refuses_the_password_makes_nobody_tell_it(boolean json) throws Exception {
        int port = Ports.free();
        try (ProcessorProcess processor =
                ProcessorProcess.start(environment(null, port, json, UNREACHABLE), "processor")) {
            processor.awaitLine("Cannot connect to", SOON);
            clean("logs", String.join("\n", processor.lines()));
            clean("health", new Http(port).body("/observe/health?data=true&stackTrace=true"));
        }
    }

    private Map<String, String> environment(
            RtspServer server, int port, boolean json, String brokerPassword) throws Exception {
        Path everything = folder.resolve("logback.xml");
        String shipped = json ? "logback-json.xml" : "logback.xml";
        Files.writeString(
                everything,
                Files.readString(RtspServer.resource("/" + shipped))
                        .replaceFirst(
                                "<include resource=\"logback-levels.xml\" */>",
                                "<contextListener class=\"ch.qos.logback.classic.jul.LevelChangePropagator\" />"
                                        + "<root level=\"trace\"><appender-ref ref=\"console\" /></root>")
                        .replace("%logger{0}", "%logger"));
        Map<String, String> environment = new HashMap<>();
        environment.put("NVR_JAVA_OPTS", "-Dlogback.configurationFile=" + everything);
        environment.put("NVR_JSON_LOGS", Boolean.toString(json));
        environment.put("NVR_LOG_LEVEL", "trace");
        environment.put("NVR_INSTANCE_ID", "discreet");
        environment.put("NVR_MAX_FPS", "1");
        environment.put("NVR_HTTP_PORT", Integer.toString(port));
        environment.put("NVR_MQTT_URL", MOSQUITTO.url().replace("tcp:", "mqtt:"));
        environment.put("NVR_MQTT_USER", "nvr");
        environment.put("NVR_MQTT_PASSWORD", brokerPassword);
        if (server != null) {
            String host = "127.0.0.1:" + server.port();
            environment.put(
                    "NVR_STREAM",
                    "0=rtsp://admin:%s@%s/people 1=rtsp://admin:%s@%s/people"
                                    .formatted(RIGHT, host, WRONG, host)
                            + " 2=http://u:%s@127.0.0.1:9/x 3=http://%s/x?user=a&password=%s"
                                    .formatted(UNREACHABLE, "127.0.0.1:9", IN_QUERY));
        }
        return environment;
    }

    /** What {@code ctl} writes. */
    private static String lines(Map<String, String> environment, String arguments) {
        try (ProcessorProcess ctl =
                ProcessorProcess.start(environment, ("ctl " + arguments).split(" "))) {
            assertThat(ctl.awaitExit(SOON)).isZero();
            return String.join("\n", ctl.lines());
        }
    }

    private static void add(MqttProbe probe, int sourceId, String uri) {
        String request = "add-" + sourceId;
        probe.publish(
                "nvr/control/commands",
                """
                {"command":"add_stream","params":{"source_id":%d,"uri":"%s"},"request_id":"%s"}
                """
                        .formatted(sourceId, uri, request));
        probe.await(
                message ->
                        message.topic().equals("nvr/control/acks/discreet")
                                && message.json().path("request_id").asText().equals(request)
                                && !message.json().path("ack_status").asText().equals("received"),
                SOON);
    }

    private static void clean(String where, String text) {
        assertThat(text).as(where).isNotBlank();
        for (String secret : SECRETS) {
            int at = text.indexOf(secret);
            assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 300), at + 50))
                    .as("%s in %s", secret, where)
                    .isEmpty();
        }
    }
}
