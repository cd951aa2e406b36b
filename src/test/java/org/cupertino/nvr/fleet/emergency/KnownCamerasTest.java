package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownCamerasTest {
    private final Map<String, JsonNode> statuses = new TreeMap<>();
    private boolean complete = true;
    private final KnownCameras cameras =
            new KnownCameras(() -> statuses, Set.of(7), () -> complete);

    @Test
    void cameras_that_a_processor_has_or_has_lent_and_those_of_the_settings_are_known()
            throws Exception {
        put(
                "main",
                "{\"status\":\"running\",\"sources\":[{\"source_id\":2}],"
                        + "\"leases\":[{\"what\":\"removed\",\"source_id\":3},"
                        + "{\"what\":\"max_fps\",\"source_id\":4}]}");
        assertThat(cameras.mayExist(2)).isTrue();
        assertThat(cameras.mayExist(3)).isTrue();
        assertThat(cameras.mayExist(7)).isTrue();
        assertThat(cameras.mayExist(22)).isFalse();
        assertThat(cameras.missing(22)).contains("no processor has camera 22");
        assertThat(cameras.missing(2)).isEmpty();
        complete = false;
        assertThat(cameras.missing(22)).isEmpty();
    }

    @Test
    void camera_of_a_processor_that_died_is_known() throws Exception {
        put("main", "{\"status\":\"running\",\"sources\":[{\"source_id\":2}]}");
        cameras.note();
        put("main", "{\"status\":\"offline\",\"sources\":[]}");
        assertThat(cameras.mayExist(2)).isTrue();
        assertThat(cameras.mayExist(22)).isFalse();
    }

    @Test
    void any_camera_may_be_of_a_processor_that_died_before_it_was_seen() throws Exception {
        put("main", "{\"status\":\"offline\",\"sources\":[]}");
        assertThat(cameras.mayExist(22)).isTrue();
        statuses.clear();
        put("emergency-room-2", "{\"status\":\"offline\",\"sources\":[]}");
        assertThat(cameras.mayExist(22)).isFalse();
    }

    @Test
    void status_of_no_use_does_no_harm() throws Exception {
        put("a", "null");
        put("b", "{\"sources\":[null,5,{\"source_id\":\"22\"}],\"leases\":{\"what\":1}}");
        put("c", "{\"sources\":\"22\",\"leases\":[{\"what\":\"removed\"}]}");
        assertThat(cameras.mayExist(22)).isFalse();
    }

    private void put(String instance, String status) throws Exception {
        statuses.put(instance, new ObjectMapper().readTree(status));
    }
}
