package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.cupertino.nvr.config.CameraNetworks;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that want a login, lead elsewhere or refuse. */
class RtspLoginIT {
    private static final String WELCOME = "no such stream on the camera (404)";
    private static final String REFUSED =
            "the camera refuses the login (401): correct user and password in its address, next try"
                    + " within 600 s";
    private static final String BASIC = "Basic realm=\"x\"";
    private static final String MD5 = "Digest realm=\"x\", nonce=\"NONCE\"";

    @TempDir Path folder;

    private static String reason(StreamSettings settings) {
        try (Recorder recorder = Recorder.start(settings, 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            return recorder.states.stream()
                    .filter(t -> t.state() == SourceState.FAILED)
                    .findFirst()
                    .orElseThrow()
                    .reason();
        }
    }

    private static StreamSettings settings(String uri, Access access) {
        Duration limit = Duration.ofSeconds(20);
        return new StreamSettings(
                0, uri, null, null, null, limit, null, limit, false, null, access);
    }

    private static String digest(String algorithm) {
        return MD5 + ", qop=\"auth\", algorithm=" + algorithm;
    }

    private static List<String> challenges(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> name.equals("BASIC") ? BASIC : name.equals("OLD") ? MD5 : digest(name))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "BASIC, false", "BASIC, true",
        "OLD, false", "OLD, true",
        "SHA-256, false", "SHA-256, true",
        "BASIC MD5 SHA-256, false", "MD5 SHA-256 BASIC, true",
        "MD5 SHA-256, false", "SHA-256 MD5, true",
        "MD5-sess, false", "SHA-512-256 MD5, false"
    })
    void login_is_answered_whatever_a_camera_offers(String offered, boolean closes)
            throws Exception {
        LoginGate gate = new LoginGate(challenges(offered), closes, 100);
        try (FaultyServer camera = new FaultyServer(gate)) {
            assertThat(reason(settings(camera.uri("rtsp"), null))).startsWith(WELCOME);
            assertThat(gate.logins).as("requests without a login").containsOnlyOnce("");
        }
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, false", "SHA-256, true", "OLD, false"})
    void nonce_that_expires_is_replaced(String offered, boolean closes) throws Exception {
        LoginGate gate = new LoginGate(challenges(offered), closes, 1);
        try (FaultyServer camera = new FaultyServer(gate)) {
            assertThat(reason(settings(camera.uri("rtsp"), null))).startsWith(WELCOME);
        }
    }

    @ParameterizedTest
    @CsvSource({"BASIC, true", "MD5, false", "MD5 SHA-256, true"})
    void wrong_password_is_named_and_tried_seldom(String offered, boolean closes) throws Exception {
        LoginGate gate = new LoginGate(challenges(offered), closes, 100);
        try (FaultyServer camera = new FaultyServer(gate)) {
            String uri = camera.uri("rtsp").replace("secret", "wrong");
            assertThat(reason(settings(uri, null))).isEqualTo(REFUSED);
            assertThat(gate.logins).hasSize(2);
        }
    }

    @Test
    void corrected_secret_is_tried_soon() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets"), "room2=wrong\n");
        LoginGate gate = new LoginGate(challenges("MD5"), true, 100);
        try (FaultyServer camera = new FaultyServer(gate)) {
            String uri = camera.uri("rtsp").replace("secret", "${secret:room2}");
            try (Recorder recorder = Recorder.start(settings(uri, new Access(null, file)), 1)) {
                recorder.awaitChange(t -> REFUSED.equals(t.reason()));
                Files.writeString(file, "room2=secret\n");
                recorder.awaitChange(t -> (t.reason() + "").startsWith(WELCOME));
            }
        }
    }

    @Test
    void missing_secret_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets"), "room1=x\n");
        StreamSettings settings =
                settings("rtsp://u:${secret:room2}@127.0.0.1/0", new Access(null, file));
        assertThat(reason(settings))
                .startsWith("the secret room2 is not in the file of --camera-secrets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RTSP/1.0 403 Forbidden | the camera refuses access (403)",
                "RTSP/1.0 404 Not Found | no such stream on the camera (404)",
                "RTSP/1.0 400 Bad Request | the camera does not understand the request (400)",
                "RTSP/1.0 461 Unsupported Transport | the camera refuses the transport (461)",
                "RTSP/1.0 453 Not Enough Bandwidth | the camera is busy (453)",
                "RTSP/1.0 503 Service Unavailable | the camera is busy (503)",
                "RTSP/1.0 500 Internal Server Error | the camera has an internal error (500)",
                "RTSP/1.0 401 Unauthorized | the camera wants a login (401)",
                "RTSP/1.0 302 Found | the camera redirects to what is no address",
                "HTTP/1.1 400 Bad Request | a web server answers",
                "<html> | a web server answers",
                "\u00ff\u00d8\u00ff | the answer is not RTSP",
                "NOTHING | the camera closed the connection"
            })
    void reason_names_what_the_camera_answers(String answer, String reason) throws Exception {
        String text = answer.equals("NOTHING") ? "" : answer + "\r\nCSeq: 1\r\n\r\n";
        try (FaultyServer camera = new FaultyServer(FaultyServer.answering(text))) {
            String uri = "rtsp://" + camera.address() + "/0";
            assertThat(reason(settings(uri, null))).startsWith(reason);
        }
    }

    @Test
    void unknown_kind_of_login_is_named() throws Exception {
        LoginGate gate = new LoginGate(List.of("Negotiate"), false, 1);
        try (FaultyServer camera = new FaultyServer(gate)) {
            assertThat(reason(settings(camera.uri("rtsp"), null)))
                    .startsWith("the camera wants a kind of login that is not known here (401)");
        }
    }

    private static FaultyServer redirecting(String to) throws Exception {
        return new FaultyServer(
                FaultyServer.answering(
                        "RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: " + to + "\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
    void redirect_to_another_host_or_port_carries_no_login(String host) throws Exception {
        LoginGate thief = new LoginGate(List.of(BASIC), false, 1);
        try (FaultyServer other = new FaultyServer(host, thief);
                FaultyServer camera = redirecting("rtsp://" + other.address() + "/1")) {
            assertThat(reason(settings(camera.uri("rtsp"), null)))
                    .startsWith("the camera wants a login (401)");
            assertThat(thief.logins).containsExactly("");
        }
    }

    @ParameterizedTest
    @CsvSource({"u:secret@, true", "'', true", "'', false"})
    void redirect_to_where_no_cameras_are_is_not_followed(String login, boolean known)
            throws Exception {
        LoginGate gate = new LoginGate(List.of(BASIC), false, 1);
        try (FaultyServer other = new FaultyServer("127.0.0.2", gate);
                FaultyServer camera = redirecting("rtsp://" + other.address() + "/1")) {
            String uri = "rtsp://" + login + camera.address() + "/0";
            CameraNetworks networks =
                    CameraNetworks.of(List.of("127.0.0.1/32"), known ? List.of(uri) : List.of());
            assertThat(reason(settings(uri, new Access(networks, null))))
                    .startsWith("the address is not in --camera-networks");
        }
    }

    @Test
    void refused_network_shows_nothing_of_what_is_there() throws Exception {
        CameraNetworks networks = CameraNetworks.of(List.of("10.0.0.0/8"), List.of());
        try (FaultyServer open = new FaultyServer(FaultyServer::silent)) {
            for (String host : List.of(open.address(), "127.0.0.1:1", "localhost:1")) {
                assertThat(reason(settings("rtsp://" + host + "/0", new Access(networks, null))))
                        .startsWith("the address is not in --camera-networks");
            }
            assertThat(open.connected.getCount()).isOne();
        }
    }
}
