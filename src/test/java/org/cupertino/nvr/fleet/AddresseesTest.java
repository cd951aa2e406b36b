package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.cupertino.nvr.config.ConfigException;
import org.junit.jupiter.api.Test;

class AddresseesTest {
    private static final Set<String> TWO = Set.of("a", "b");

    @Test
    void who_is_named_is_expected_whether_known_or_not() throws Exception {
        assertThat(Addressees.of(List.of("b", "x", "b"), false, TWO))
                .isEqualTo(new Addressees(List.of("b", "x"), Set.of("b", "x")));
        assertThat(Addressees.dependOnWhoLives(List.of("b"))).isFalse();
    }

    @Test
    void everybody_is_whoever_hears_and_the_live_are_expected() throws Exception {
        assertThat(Addressees.of(List.of("*"), false, TWO))
                .isEqualTo(new Addressees(List.of(), TWO));
        assertThat(Addressees.of(List.of("a", "*"), false, TWO).targets()).isEmpty();
        assertThat(Addressees.dependOnWhoLives(List.of("a", "*"))).isTrue();
    }

    @Test
    void question_without_addressee_is_for_everybody() throws Exception {
        assertThat(Addressees.of(List.of(), true, TWO)).isEqualTo(new Addressees(List.of(), TWO));
        assertThat(Addressees.dependOnWhoLives(List.of())).isTrue();
    }

    @Test
    void change_without_addressee_is_for_the_only_one_or_wrong_usage() throws Exception {
        assertThat(Addressees.of(List.of(), false, Set.of("a")))
                .isEqualTo(new Addressees(List.of("a"), Set.of("a")));
        assertThatThrownBy(() -> Addressees.of(List.of(), false, TWO))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--to '*'");
    }

    @Test
    void nobody_live_is_said() {
        assertThatThrownBy(() -> Addressees.of(List.of("*"), true, Set.of()))
                .isInstanceOf(FleetException.class)
                .hasMessage("No processor is live, so nothing was sent");
    }
}
