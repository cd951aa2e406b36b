package org.cupertino.nvr.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 500ms}, {@code 10s}, {@code 1m}; a bare number is seconds.
 */
public final class Durations implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    @Override
    public Duration convert(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration such as 500ms, 10s or 1m");
        }
        long unitMillis =
                switch (m.group(2) == null ? "s" : m.group(2)) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1_000;
                };
        return Duration.ofMillis(
                new BigDecimal(m.group(1))
                        .multiply(BigDecimal.valueOf(unitMillis))
                        .setScale(0, RoundingMode.UP)
                        .longValueExact());
    }

    /** The shortest form that this class and Camel read alike. */
    static String format(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
