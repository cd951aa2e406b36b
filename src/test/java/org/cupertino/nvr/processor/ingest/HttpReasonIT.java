package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cupertino.nvr.config.CameraNetworks;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status says of HTTP cameras that send no pictures. */
class HttpReasonIT {
    private static String reason(String uri, CameraNetworks networks) {
        StreamSettings settings =
                new StreamSettings(
                        0,
                        uri,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        new Access(networks, null));
        try (Recorder recorder = Recorder.start(settings, 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            return recorder.stream.stats().reason();
        }
    }

    private static String answer(String start, String... headers) {
        return "HTTP/1.1 "
                + start
                + "\r\n"
                + String.join("\r\n", headers)
                + (headers.length > 0 ? "\r\n\r\n" : "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 Unauthorized | the camera refuses the login (401): correct user and password",
                "403 Forbidden | the camera refuses access (403): give the user the right",
                "404 Not Found | no such stream on the camera (404): correct the path",
                "400 Bad Request | the camera does not understand the request (400)",
                "503 Service Unavailable | the camera is busy (503)",
                "500 Internal Server Error | the camera has an internal error (500)",
                "302 Found | the camera redirects to what is no address",
                "200 OK | the server sends neither MPEG-TS, Motion JPEG nor a JPEG",
                "XYZ | the answer is not HTTP"
            })
    void reason_names_what_the_camera_answers(String start, String reason) throws Exception {
        try (FaultyServer camera = new FaultyServer(FaultyServer.answering(answer(start)))) {
            assertThat(reason(camera.uri("http"), null)).startsWith(reason);
        }
    }

    @Test
    void redirect_to_where_no_cameras_are_is_not_followed() throws Exception {
        CameraNetworks networks = CameraNetworks.of(List.of("127.0.0.1/32"), List.of());
        try (FaultyServer other = new FaultyServer("127.0.0.2", FaultyServer::silent);
                FaultyServer camera =
                        new FaultyServer(
                                FaultyServer.answering(
                                        answer(
                                                "302 Found",
                                                "Location: http://" + other.address() + "/1")))) {
            assertThat(reason(camera.uri("http"), networks))
                    .startsWith("the address is not in --camera-networks");
            assertThat(other.connected.getCount()).isOne();
        }
    }

    @Test
    void refused_network_shows_nothing_of_what_is_there() throws Exception {
        CameraNetworks networks = CameraNetworks.of(List.of("10.0.0.0/8"), List.of());
        try (FaultyServer open = new FaultyServer(FaultyServer::silent)) {
            assertThat(reason(open.uri("http"), networks))
                    .isEqualTo(reason("http://127.0.0.1:1/0", networks))
                    .startsWith("the address is not in --camera-networks");
            assertThat(open.connected.getCount()).isOne();
        }
    }
}
