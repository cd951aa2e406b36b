package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void escape_sequences_and_invisible_characters_are_disarmed() {
        assertThat(Text.plain("\u001b[2Jperson\u0007\r\n")).isEqualTo("?[2Jperson???");
        assertThat(Text.plain("\u009b31m \u007f")).isEqualTo("?31m ?");
        assertThat(Text.plain("a\u202eb\u200bc\u2028d\ufeff")).isEqualTo("a?b?c?d?");
        assertThat(Text.plain("x\ud800")).isEqualTo("x?");
    }

    @Test
    void what_people_write_stays() {
        assertThat(Text.plain("Habitación 3: Stuhl, 椅子, 🪑"))
                .isEqualTo("Habitación 3: Stuhl, 椅子, 🪑");
    }

    @Test
    void endless_text_is_cut() {
        assertThat(Text.plain("x".repeat(2_000))).hasSize(2_000);
        assertThat(Text.plain("x".repeat(5_000))).hasSize(2_003).endsWith("x...");
        assertThat(Text.plain("🪑".repeat(1_500))).isEqualTo("🪑".repeat(1_500));
    }

    @Test
    void ages_have_two_units_at_most() {
        assertThat(Text.age(Duration.ofMillis(440))).isEqualTo("0.4s");
        assertThat(Text.age(Duration.ofSeconds(42))).isEqualTo("42s");
        assertThat(Text.age(Duration.ofSeconds(312))).isEqualTo("5m 12s");
        assertThat(Text.age(Duration.ofMinutes(182))).isEqualTo("3h 2m");
        assertThat(Text.age(Duration.ofHours(99))).isEqualTo("4d 3h");
        assertThat(Text.age(Duration.ofSeconds(-9))).isEqualTo("0.0s");
    }
}
