package org.cupertino.nvr.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Formats text from the wire for a person at a terminal, and reads its timestamps. */
public final class Text {
    private static final int LONGEST = 2_000;

    private Text() {}

    /**
     * A text from the wire, harmless for a terminal: each control, format or otherwise invisible
     * character is a question mark, so that no escape sequence works and nothing hides. Cut at
     * {@value #LONGEST} characters.
     */
    public static String plain(String text) {
        return plain(text, LONGEST);
    }

    /** As {@link #plain(String)}, cut at so many characters. */
    public static String plain(String text, int most) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> plain.appendCodePoint(isVisible(c) ? c : '?'));
        return text.length() > most && plain.length() < text.length()
                ? plain + "..."
                : plain.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /** Two units at most, such as 0.4s, 42s, 5m 12s, 3h 2m, 4d 3h; negative counts as nothing. */
    public static String age(Duration age) {
        long s = Math.max(0, age.toSeconds());
        if (s < 10) {
            return number(Math.max(0, age.toMillis()) / 1000.0, 1) + "s";
        }
        if (s < 60) {
            return s + "s";
        }
        if (s < 3_600) {
            return s / 60 + "m " + s % 60 + "s";
        }
        return s < 86_400
                ? s / 3_600 + "h " + s % 3_600 / 60 + "m"
                : s / 86_400 + "d " + s % 86_400 / 3_600 + "h";
    }

    /** The timestamp in a field, or null where there is none that can be read. */
    public static Instant instant(JsonNode message, String field) {
        try {
            return Instant.parse(message.path(field).asText());
        } catch (DateTimeException e) {
            return null;
        }
    }

    public static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
