package org.cupertino.nvr.fleet.wall;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wall answers to its own page, and to others. */
@Timeout(60)
class WallServerTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final String PAUSE = "{\"command\":\"pause\",\"target_instances\":[\"nvr-1\"]}";
    private Wall wall;

    @BeforeEach
    void serve() throws Exception {
        wall = new Wall(Map.of());
    }

    @AfterEach
    void close() {
        wall.close();
    }

    @Test
    void browser_gets_all_that_is_known_and_then_each_change() throws Exception {
        camera(2, CameraState.LIVE);
        List<String> lines = listen();
        await().atMost(10, SECONDS)
                .until(() -> lines.stream().anyMatch(l -> l.contains("\"live\"")));
        assertThat(lines.get(0)).isEqualTo("event: hello");
        assertThat(lines.get(1)).contains("\"user\":null", "\"role\":\"operator\"", "\"now\":\"");
        assertThat(lines).contains("event: broker", "data: {\"connected\":false}", "event: camera");
        camera(2, CameraState.FAILED);
        await().atMost(10, SECONDS)
                .until(() -> lines.stream().anyMatch(l -> l.contains("\"failed\"")));
    }

    @Test
    void picture_is_that_of_the_frame_or_none() throws Exception {
        wall.house.pictured(new PictureStore.Key(2, "nvr-1", 7), "jpeg".getBytes());
        assertThat(wall.get("/pictures/2/nvr-1/7"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("cache-control: private, max-age=60, immutable")
                .endsWith("\r\n\r\njpeg");
        for (String other : List.of("/pictures/2/nvr-1/8", "/pictures/2/x/7", "/pictures/x/y/z")) {
            assertThat(wall.get(other)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void page_says_what_it_shows_and_forgets_nothing_of_others() throws Exception {
        List<String> lines = listen();
        await().atMost(10, SECONDS).until(() -> lines.size() > 1);
        String page = lines.get(1).replaceAll(".*\"page\":\"([^\"]+)\".*", "$1");
        String body = "{\"page\":\"%s\",\"cameras\":[1,2],\"width\":9999}".formatted(page);
        assertThat(wall.post("/view", body, wall.origin())).startsWith("HTTP/1.1 204");
        assertThat(wall.pages.shown()).isEqualTo(Map.of(1, 1_920, 2, 1_920));
        assertThat(wall.post("/view", "{\"page\":\"x\",\"cameras\":[3]}", wall.origin()))
                .startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://127.0.0.1",
                "Sec-Fetch-Site: cross-site",
                "X-Nothing: at-all"
            })
    void what_another_page_sends_is_refused(String header) throws Exception {
        assertThat(wall.post("/commands", PAUSE, header)).startsWith("HTTP/1.1 403");
    }

    @Test
    void own_page_is_known_by_either_header_but_must_send_json() throws Exception {
        assertThat(wall.post("/commands", PAUSE, wall.origin()))
                .startsWith("HTTP/1.1 202")
                .contains("\"command_id\":\"");
        assertThat(wall.post("/commands", PAUSE, "Sec-Fetch-Site: same-origin"))
                .startsWith("HTTP/1.1 202");
        assertThat(wall.post("/commands", PAUSE, wall.origin(), "Content-Type: text/plain"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void name_that_merely_points_to_this_machine_is_refused() throws Exception {
        assertThat(wall.get("/events", "Host: evil.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void name_is_asked_for_only_if_it_is_this_walls() throws Exception {
        Map<String, String> open =
                Map.of(
                        "nvr.wall-host", "0.0.0.0",
                        "nvr.wall-open", "true",
                        "nvr.wall-name", "Wall.example,other");
        try (Wall proxied = new Wall(open)) {
            for (String host : List.of("wall.example", "WALL.example:443", "192.168.1.2:8088")) {
                assertThat(proxied.get("/", "Host: " + host)).startsWith("HTTP/1.1 200");
            }
            assertThat(proxied.get("/", "Host: evil.example")).startsWith("HTTP/1.1 421");
            assertThat(
                            proxied.post(
                                    "/commands",
                                    PAUSE,
                                    "Host: wall.example",
                                    "Origin: https://wall.example",
                                    "Sec-Fetch-Site: same-origin"))
                    .startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void certificate_that_is_none_is_named(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("wall.crt"), "-----BEGIN CERTIFICATE-----");
        Map<String, String> settings =
                Map.of("nvr.wall-cert", broken.toString(), "nvr.wall-key", broken.toString());
        assertThatThrownBy(() -> new Wall(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--wall-cert " + broken)
                .hasMessageNotContaining("--wall-port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"rm\",\"target_instances\":[\"nvr-1\"]}",
                "{\"command\":\"pause\"}",
                "{\"command\":\"pause\",\"target_instances\":[]}",
                "{\"command\":\"pause\",\"target_instances\":[\"a/b\"]}",
                "[1]",
                "nonsense"
            })
    void command_that_makes_no_sense_is_refused_with_a_sentence(String body) throws Exception {
        assertThat(wall.post("/commands", body, wall.origin()))
                .startsWith("HTTP/1.1 400")
                .contains("\"message\":\"");
    }

    @Test
    void nothing_is_changed_by_a_get_and_large_content_is_not_read() throws Exception {
        assertThat(wall.get("/commands")).startsWith("HTTP/1.1 405");
        assertThat(wall.post("/commands", "x".repeat(20_000), wall.origin()))
                .startsWith("HTTP/1.1 413");
        assertThat(wall.get("/../../application.properties")).startsWith("HTTP/1.1 404");
    }

    @Test
    void every_answer_forbids_scripts_of_others() throws Exception {
        assertThat(wall.get("/nothing"))
                .containsIgnoringCase("content-security-policy: default-src 'none'")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .containsIgnoringCase("referrer-policy: no-referrer");
    }

    private List<String> listen() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + wall.port() + "/events"))
                        .build();
        HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(
                        answer -> {
                            try (Stream<String> body = answer.body()) {
                                body.forEach(lines::add);
                            }
                        });
        return lines;
    }

    private void camera(int id, CameraState state) {
        List<String> watchers = List.of("nvr-1");
        wall.house.camera(
                new CameraStatus(
                        "wall", id, null, state, NOW, watchers, watchers, null, Map.of(), null,
                        NOW));
    }
}
