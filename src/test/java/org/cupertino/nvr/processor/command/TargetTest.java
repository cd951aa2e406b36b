package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

class TargetTest {
    static Stream<Object> everybody() {
        return Stream.of(List.of(), "*", List.of("*"), List.of("other", "*"));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("everybody")
    void nothing_and_a_star_mean_everybody(Object target) throws CommandException {
        assertThat(Target.includes(target, "proc-a")).isTrue();
    }

    static Stream<Object> us() {
        return Stream.of("proc-a", List.of("proc-a"), List.of("proc-b", "proc-a"));
    }

    @ParameterizedTest
    @MethodSource("us")
    void an_id_means_exactly_that_instance(Object target) throws CommandException {
        assertThat(Target.includes(target, "proc-a")).isTrue();
    }

    static Stream<Object> others() {
        return Stream.of(
                "proc-ab", "proc", "PROC-A", "proc-a,proc-b", "", List.of("proc-ab"), List.of(""));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anything_else_is_not_this_instance(Object target) throws CommandException {
        assertThat(Target.includes(target, "proc-a")).isFalse();
    }

    static Stream<Object> nonsense() {
        return Stream.of(
                5,
                true,
                Map.of("a", 1),
                List.of(1),
                Arrays.asList("proc-a", null),
                List.of(List.of()));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void other_types_are_rejected(Object target) {
        assertThatThrownBy(() -> Target.includes(target, "proc-a"))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        e -> assertThat(e.code()).isEqualTo("invalid_target"));
    }
}
