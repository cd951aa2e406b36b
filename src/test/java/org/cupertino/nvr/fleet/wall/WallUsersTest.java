package org.cupertino.nvr.fleet.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.WallOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look at the wall, and who may not. */
class WallUsersTest {
    private static final String HASH =
            "pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir Path folder;

    @Test
    void user_of_a_line_is_found_by_name_and_password() throws IOException {
        WallUsers users =
                users(
                        "# night shift",
                        "",
                        WallUsers.line("anna", "geheim".toCharArray(), true, List.of()),
                        WallUsers.line("ben", "sesam".toCharArray(), false, List.of(1, 2)));
        assertThat(users.find("anna", "geheim".toCharArray()))
                .contains(new Visitor("anna", true, null));
        assertThat(users.find("ben", "sesam".toCharArray()))
                .contains(new Visitor("ben", false, Set.of(1, 2)));
        assertThat(users.find("anna", "sesam".toCharArray())).isEmpty();
        assertThat(users.find("carl", "x".toCharArray())).isEmpty();
    }

    @Test
    void line_holds_no_password_and_no_two_are_alike() {
        String line = WallUsers.line("anna", "geheim".toCharArray(), true, List.of());
        assertThat(line)
                .matches("anna:pbkdf2-sha256\\$310000\\$[\\w-]{22}\\$[\\w-]{43}:operator")
                .doesNotContain("geheim")
                .isNotEqualTo(WallUsers.line("anna", "geheim".toCharArray(), true, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna:" + HASH,
                "anna:plain:viewer",
                "anna:pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:viewer",
                "anna:" + HASH + ":root",
                "anna:" + HASH + ":viewer:",
                "anna:" + HASH + ":viewer:1,x",
                "an na:" + HASH + ":viewer",
                "anna:" + HASH + ":viewer\nanna:" + HASH + ":viewer"
            })
    void line_that_is_wrong_is_named_without_its_hash(String lines) {
        assertThatThrownBy(() -> users(lines.split("\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(".*users line \\d+ .*")
                .hasMessageNotContaining("AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.5", "box", "::"})
    void page_for_others_needs_users_or_a_word(String host) throws IOException {
        assertThatThrownBy(() -> options("nvr.wall-host=" + host))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--wall-users");
        Path file = Files.writeString(folder.resolve("users"), "");
        options("nvr.wall-host=" + host, "nvr.wall-users=" + file);
        options("nvr.wall-host=" + host, "nvr.wall-open=true");
        assertThatThrownBy(
                        () ->
                                options(
                                        "nvr.wall-host=" + host,
                                        "nvr.wall-open=true",
                                        "nvr.wall-users=" + file))
                .hasMessageContaining("exclude each other");
    }

    @Test
    void session_ends_by_itself_and_when_it_is_ended() {
        AtomicLong now = new AtomicLong();
        Sessions sessions = new Sessions(now::get);
        String first = sessions.begin(Visitor.ANYBODY);
        assertThat(sessions.find(first)).contains(Visitor.ANYBODY);
        assertThat(sessions.find("guess")).isEmpty();
        now.addAndGet(Sessions.LASTS.toNanos());
        assertThat(sessions.find(first)).isEmpty();
        String second = sessions.begin(Visitor.ANYBODY);
        sessions.end(second);
        assertThat(sessions.find(second)).isEmpty();
    }

    @Test
    void guesses_wait_longer_and_longer_and_others_do_not() {
        AtomicLong now = new AtomicLong();
        LoginBrake brake = new LoginBrake(now::get);
        brake.failed("a");
        brake.failed("a");
        assertThat(brake.holds("a")).isFalse();
        for (int i = 0; i < 10; i++) {
            brake.failed("a");
        }
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(brake.holds("b", "a")).isTrue();
        assertThat(brake.holds("b")).isFalse();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(brake.holds("a")).isFalse();
        brake.succeeded("a");
        brake.failed("a");
        assertThat(brake.holds("a")).isFalse();
    }

    private static void options(String... pairs) {
        WallOptions.from(
                key ->
                        List.of(pairs).stream()
                                .filter(pair -> pair.startsWith(key + "="))
                                .map(pair -> pair.substring(key.length() + 1))
                                .findFirst()
                                .orElse(null));
    }

    private WallUsers users(String... lines) throws IOException {
        return WallUsers.read(Files.write(folder.resolve("users"), List.of(lines)));
    }
}
