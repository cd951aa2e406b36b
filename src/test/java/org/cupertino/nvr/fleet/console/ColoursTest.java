package org.cupertino.nvr.fleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursTest {
    private static final Colours ON = new Colours(true);

    @Test
    void states_are_green_yellow_and_red() {
        assertThat(ON.paint("camera 0 is live")).isEqualTo("camera 0 is \033[32mlive\033[0m");
        assertThat(ON.paint("paused, 1")).isEqualTo("\033[33mpaused\033[0m, 1");
        assertThat(ON.paint("FAIL  broker")).isEqualTo("\033[31mFAIL\033[0m  broker");
    }

    @Test
    void parts_of_an_id_are_not_painted() {
        String ids = "proc-live live.1 emergency-room-2 lively x_failed";
        assertThat(ON.paint(ids)).isEqualTo(ids);
    }

    @Test
    void off_when_piped_and_by_no_color() {
        assertThat(painted(Map.of(), true)).contains("\033");
        assertThat(painted(Map.of(), false)).isEqualTo("live");
        assertThat(painted(Map.of("NO_COLOR", "1"), true)).isEqualTo("live");
        assertThat(painted(Map.of("NO_COLOR", ""), true)).contains("\033");
        assertThat(painted(Map.of("CLICOLOR_FORCE", "1"), false)).contains("\033");
        assertThat(painted(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true)).isEqualTo("live");
    }

    private static String painted(Map<String, String> environment, boolean terminal) {
        return Colours.of(environment, terminal).paint("live");
    }
}
