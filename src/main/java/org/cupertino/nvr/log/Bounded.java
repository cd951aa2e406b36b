package org.cupertino.nvr.log;

import org.cupertino.nvr.secret.Redaction;

/** Text whose length in the log has a bound, since strangers may have written it. */
final class Bounded {
    /** Characters of a line, its time and level and the note on what was cut included. */
    static final int LINE = 8_192;

    /** Characters that are left of a text. */
    private static final int TEXT = 8_000;

    private Bounded() {}

    /** The beginning of a text, credentials masked. What is cut is not looked at. */
    static String masked(String text) {
        String beginning = Redaction.mask(text, TEXT);
        if (text == null || text.length() <= TEXT) {
            return beginning;
        }
        return noted(beginning, text.length() - TEXT);
    }

    /** A masked line, cut if it is longer than {@link #LINE}. */
    static String line(String masked) {
        return masked.length() <= LINE ? masked : noted(masked, masked.length() - TEXT);
    }

    /** A mask may be longer than what it hides. */
    private static String noted(String masked, int cut) {
        return masked.substring(0, Math.min(TEXT, masked.length())) + note(cut);
    }

    static String note(int cut) {
        return " ... %d characters cut".formatted(cut);
    }
}
