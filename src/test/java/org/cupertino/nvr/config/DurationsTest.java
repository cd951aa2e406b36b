package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10s, 10000, 10s", "500ms, 500, 500ms", "1m, 60000, 60s", "2h, 7200000, 7200s",
        "10, 10000, 10s", "0.5, 500, 500ms", "1.5s, 1500, 1500ms", "0.1ms, 1, 1ms"
    })
    void text_is_read_and_written(String text, long millis, String written) {
        assertThat(new Durations().convert(text)).hasMillis(millis);
        assertThat(Durations.format(new Durations().convert(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1 day", "1d", "1,5s", "9999999999s"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> new Durations().convert(text))
                .isInstanceOf(TypeConversionException.class);
    }
}
