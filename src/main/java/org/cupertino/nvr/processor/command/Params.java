package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cupertino.nvr.config.Rates;

/** The {@code params} of a command, read with their types checked. */
record Params(Map<?, ?> values) {
    private static final int LONGEST_LEASE_S = 86_400;
    private static final int SMALLEST_WIDTH = 64;
    private static final int LARGEST_WIDTH = 1_920;

    /** Frames a second. */
    double rate(String key) throws CommandException {
        Object value = required(key);
        if (value instanceof Number number && Rates.allowed(number.doubleValue())) {
            return number.doubleValue();
        }
        throw invalid(key, "a number " + Rates.RULE);
    }

    /** The time of the lease, at most a day; zero ends the lease. */
    Optional<Duration> optionalLease() throws CommandException {
        Object value = values.get("lease_s");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= LONGEST_LEASE_S) {
            // What is above zero stays above it.
            return Optional.of(Duration.ofNanos((long) Math.ceil(number.doubleValue() * 1e9)));
        }
        throw invalid("lease_s", "a number of seconds from 0 to " + LONGEST_LEASE_S);
    }

    /** Of a picture, in pixels. */
    OptionalInt optionalWidth() throws CommandException {
        Object value = values.get("width");
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer number
                && number >= SMALLEST_WIDTH
                && number <= LARGEST_WIDTH) {
            return OptionalInt.of(number);
        }
        throw invalid(
                "width",
                "a whole number of pixels from " + SMALLEST_WIDTH + " to " + LARGEST_WIDTH);
    }

    int sourceId() throws CommandException {
        return sourceId(required("source_id"));
    }

    OptionalInt optionalSourceId() throws CommandException {
        Object value = values.get("source_id");
        return value == null ? OptionalInt.empty() : OptionalInt.of(sourceId(value));
    }

    String text(String key) throws CommandException {
        return text(key, required(key));
    }

    /** Or null. */
    String optionalText(String key) throws CommandException {
        Object value = values.get(key);
        return value == null ? null : text(key, value);
    }

    private Object required(String key) throws CommandException {
        Object value = values.get(key);
        if (value == null) {
            throw CommandException.rejected(
                    "missing_param", "The parameter " + key + " is missing");
        }
        return value;
    }

    private static int sourceId(Object value) throws CommandException {
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw invalid("source_id", "a whole number, 0 or more");
    }

    private static String text(String key, Object value) throws CommandException {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw invalid(key, "a text that is not empty");
    }

    private static CommandException invalid(String key, String expected) {
        return CommandException.rejected(
                "invalid_param", "The parameter " + key + " must be " + expected);
    }
}
