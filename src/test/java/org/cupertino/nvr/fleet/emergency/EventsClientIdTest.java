package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsClientIdTest {
    @TempDir Path folder;

    @Test
    void the_same_password_gives_the_same_id_and_another_one_another() {
        String id = id("mqtt-user", "orchestrator", "mqtt-password", "secret-1");

        assertThat(id)
                .matches("nvr-orchestrator-[0-9a-f]{32}")
                .isEqualTo(id("mqtt-user", "orchestrator", "mqtt-password", "secret-1"))
                .isNotEqualTo(id("mqtt-user", "orchestrator", "mqtt-password", "secret-2"))
                .isNotEqualTo(id("mqtt-user", "other", "mqtt-password", "secret-1"));
    }

    @Test
    void sites_on_one_broker_have_sessions_of_their_own() {
        assertThat(id("mqtt-password", "secret-1", "topic-prefix", "a/b"))
                .isNotEqualTo(id("mqtt-password", "secret-1", "topic-prefix", "a-b"));
    }

    @Test
    void without_a_password_it_follows_from_the_private_key() throws Exception {
        String key = Files.writeString(folder.resolve("key.pem"), "key").toString();
        String id = id("mqtt-url", "ssl://broker:8883", "mqtt-key", key, "mqtt-cert", key);

        assertThat(id).matches("nvr-orchestrator-[0-9a-f]{32}");
    }

    @Test
    void with_no_secret_it_is_plain_and_a_name_wins_over_all() {
        assertThat(id("topic-prefix", "a/b")).isEqualTo("nvr-orchestrator-a-b");
        assertThat(id("mqtt-password", "secret-1", "events-client-id", "site-7"))
                .isEqualTo("site-7");
    }

    private static String id(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put("nvr." + settings[i], settings[i + 1]);
        }
        return EventsClientId.of(OrchestratorOptions.from(all::get, Map.of()));
    }
}
