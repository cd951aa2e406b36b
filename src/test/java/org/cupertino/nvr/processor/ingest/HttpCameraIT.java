package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins and redirects of cameras over HTTP. */
class HttpCameraIT {
    private final AtomicInteger number = new AtomicInteger();

    private byte[] next(HttpCamera.Request request) {
        return HttpCamera.picture(Jpegs.picture(number.incrementAndGet()), "");
    }

    @ParameterizedTest
    @CsvSource({
        "Digest realm=\"a\"%2C nonce=\"n\"%2C qop=\"auth\", Authorization: Digest username=\"us er\"",
        "Basic realm=\"a\", Authorization: Basic dXMgZXI6c2VjcmV0"
    })
    void login_is_asked_for_once(String challenge, String authorization) throws Exception {
        String header = "WWW-Authenticate: " + challenge.replace("%2C", ",") + "\r\n";
        try (HttpCamera camera =
                        new HttpCamera(
                                request ->
                                        request.text().contains(authorization)
                                                ? next(request)
                                                : HttpCamera.empty("401 No", header));
                Recorder recorder =
                        Recorder.start("http://us%20er:secret@127.0.0.1:" + camera.port(), 20)) {
            recorder.awaitFrames(5);
            assertThat(camera.requests)
                    .filteredOn(r -> !r.text().contains(authorization))
                    .hasSize(1);
        }
    }

    @Test
    void redirect_is_followed_without_the_login_where_it_leaves_the_host() throws Exception {
        try (HttpCamera other = new HttpCamera(this::next);
                HttpCamera camera =
                        new HttpCamera(
                                request ->
                                        HttpCamera.empty(
                                                request.text().contains("Basic")
                                                        ? "302 Found"
                                                        : "401 No",
                                                "WWW-Authenticate: Basic realm=\"x\"\r\nLocation:"
                                                        + " http://localhost:"
                                                        + other.port()
                                                        + "/x\r\n"));
                Recorder recorder =
                        Recorder.start("http://u:secret@127.0.0.1:" + camera.port() + "/", 5)) {
            recorder.awaitFrames(2);
            assertThat(other.requests).noneMatch(r -> r.text().contains("Authorization"));
            assertThat(other.requests).allMatch(r -> r.target().equals("/x"));
        }
    }

    @Test
    void endless_redirects_are_given_up() throws Exception {
        try (HttpCamera camera =
                        new HttpCamera(r -> HttpCamera.empty("302 Found", "Location: x\r\n"));
                Recorder recorder = Recorder.start(camera.uri("/a/b"), 5)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason()).contains("redirects without end");
            assertThat(camera.requests.get(1).target()).isEqualTo("/a/x");
        }
    }
}
