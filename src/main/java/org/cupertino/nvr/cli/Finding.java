package org.cupertino.nvr.cli;

import java.util.Locale;
import org.cupertino.nvr.fleet.Text;
import org.cupertino.nvr.secret.Redaction;

/**
 * What one check found.
 *
 * @param subject what was checked
 * @param text what was found
 * @param remedy what to do about it, empty where all is well
 */
public record Finding(Level level, String subject, String text, String remedy) {
    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, but could be better. */
        WARN,
        /** A processor will not work. */
        FAIL
    }

    public static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, "");
    }

    public static Finding warn(String subject, String text, String remedy) {
        return new Finding(Level.WARN, subject, text, remedy);
    }

    public static Finding fail(String subject, String text, String remedy) {
        return new Finding(Level.FAIL, subject, text, remedy);
    }

    /** One line for a person, harmless for a terminal and without credentials. */
    @Override
    public String toString() {
        String word = level == Level.FAIL ? level.name() : level.name().toLowerCase(Locale.ROOT);
        String advice = remedy.isEmpty() ? "" : ". Remedy: " + remedy;
        return Text.plain(
                Redaction.mask("%-4s  %-9s  %s%s".formatted(word, subject, text, advice)));
    }
}
