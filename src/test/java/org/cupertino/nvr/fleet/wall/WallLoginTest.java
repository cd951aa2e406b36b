package org.cupertino.nvr.fleet.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A wall with users: who gets in, and what each may. */
@Timeout(60)
class WallLoginTest {
    private static final String PAUSE =
            "{\"command\":\"pause\",\"target_instances\":[\"nvr-1\"],\"params\":%s}";

    @TempDir Path folder;
    private Wall wall;

    @BeforeEach
    void serve() throws Exception {
        Path users =
                Files.write(
                        folder.resolve("users"),
                        List.of(
                                WallUsers.line("anna", "geheim".toCharArray(), true, List.of()),
                                WallUsers.line("ben", "sesam".toCharArray(), false, List.of(1)),
                                WallUsers.line("carla", "tuer".toCharArray(), true, List.of(1))));
        wall = new Wall(Map.of("nvr.wall-users", users.toString()));
    }

    @AfterEach
    void close() {
        wall.close();
    }

    @Test
    void stranger_gets_the_login_and_nothing_else() throws Exception {
        wall.house.pictured(new PictureStore.Key(1, "nvr-1", 7), new byte[4]);
        for (String path : List.of("/", "/main.js", "/events", "/pictures/1/nvr-1/7")) {
            assertThat(wall.get(path))
                    .startsWith("HTTP/1.1 303")
                    .containsIgnoringCase("location: /login");
        }
        assertThat(wall.get("/login")).startsWith("HTTP/1.1 200").contains("<form");
        assertThat(wall.get("/login.css")).startsWith("HTTP/1.1 200");
        assertThat(wall.post("/commands", PAUSE.formatted("{}"), wall.origin()))
                .startsWith("HTTP/1.1 401");
        assertThat(wall.get("/login.css", "Cookie: nvr-wall=guess")).startsWith("HTTP/1.1 200");
        assertThat(wall.get("/events", "Cookie: nvr-wall=guess")).startsWith("HTTP/1.1 303");
    }

    @Test
    void cookie_of_a_login_is_kept_from_scripts_and_other_sites() throws Exception {
        assertThat(logIn("anna", "geheim"))
                .startsWith("HTTP/1.1 303")
                .containsIgnoringCase("location: /\r\n")
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Strict", "; Path=/")
                .doesNotContain("Secure");
    }

    @Test
    void wrong_passwords_are_refused_and_soon_not_even_looked_at() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(logIn("anna", "<script>")).startsWith("HTTP/1.1 401");
        }
        assertThat(logIn("anna", "geheim")).startsWith("HTTP/1.1 429");
    }

    @Test
    void viewer_sees_his_cameras_and_changes_nothing() throws Exception {
        String cookie = cookie(logIn("ben", "sesam"));
        wall.house.pictured(new PictureStore.Key(1, "nvr-1", 7), new byte[4]);
        wall.house.pictured(new PictureStore.Key(2, "nvr-1", 7), new byte[4]);
        assertThat(wall.get("/pictures/1/nvr-1/7", cookie)).startsWith("HTTP/1.1 200");
        assertThat(wall.get("/pictures/2/nvr-1/7", cookie)).startsWith("HTTP/1.1 404");
        assertThat(wall.get("/cameras/2/events", cookie)).startsWith("HTTP/1.1 404");
        for (String path : List.of("/commands", "/rooms/1/fall", "/rooms/1/assisted")) {
            assertThat(wall.post(path, PAUSE.formatted("{}"), wall.origin(), cookie))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void operator_of_some_cameras_changes_those_alone() throws Exception {
        String cookie = cookie(logIn("carla", "tuer"));
        assertThat(command("{\"source_id\":1}", cookie)).startsWith("HTTP/1.1 202");
        assertThat(command("{\"source_id\":2}", cookie)).startsWith("HTTP/1.1 403");
        assertThat(command("{}", cookie)).startsWith("HTTP/1.1 403");
        for (String all : List.of("stop", "restart", "change_model", "rename_instance")) {
            String body =
                    PAUSE.formatted("{\"source_id\":1}").replace("\"pause\"", "\"" + all + "\"");
            assertThat(wall.post("/commands", body, wall.origin(), cookie))
                    .as(all)
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(wall.post("/rooms/2/fall", "{}", wall.origin(), cookie))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void who_logs_out_is_out() throws Exception {
        String cookie = cookie(logIn("anna", "geheim"));
        assertThat(wall.get("/cameras/2/events", cookie)).startsWith("HTTP/1.1 200");
        assertThat(wall.post("/logout", "{}", wall.origin(), cookie)).startsWith("HTTP/1.1 303");
        assertThat(wall.get("/cameras/2/events", cookie)).startsWith("HTTP/1.1 303");
    }

    private String command(String params, String cookie) throws IOException {
        return wall.post("/commands", PAUSE.formatted(params), wall.origin(), cookie);
    }

    private String logIn(String name, String password) throws IOException {
        return wall.post(
                "/login",
                "user=%s&password=%s".formatted(name, password),
                wall.origin(),
                "Content-Type: application/x-www-form-urlencoded");
    }

    private static String cookie(String answer) {
        Matcher cookie = Pattern.compile("(?i)set-cookie: (nvr-wall=[^;]+)").matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return "Cookie: " + cookie.group(1);
    }
}
