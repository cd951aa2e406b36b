package org.cupertino.nvr.fleet.console;

import java.io.Console;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Paints words for states on a terminal: green for what works, yellow for what is on its way or
 * waits, red for what does not work.
 */
public final class Colours {
    private static final Map<String, Pattern> WORDS =
            Map.of(
                    "32", words("ok|live|running|completed|normal|done"),
                    "33",
                            words(
                                    "warn|starting|connecting|paused|reconfiguring|restarting"
                                            + "|stopping|stopped|received|entering|leaving|away"),
                    "31",
                            words(
                                    "FAIL|failed|stalled|unwatched|error|offline|rejected|emergency|NO ANSWER"));

    private final boolean on;

    Colours(boolean on) {
        this.on = on;
    }

    /**
     * On where the standard output is a terminal; {@code NO_COLOR} turns it off and {@code
     * CLICOLOR_FORCE} on, the former takes precedence.
     */
    public static Colours ofTerminal() {
        return of(System.getenv(), isTerminal());
    }

    static Colours of(Map<String, String> environment, boolean terminal) {
        boolean forced = !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0");
        boolean off = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Colours(!off && (terminal || forced));
    }

    /** Since Java 22 there is a console where there is no terminal, too. */
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** The text, which holds no escape sequence yet, with its words for states painted. */
    public String paint(String text) {
        String painted = text;
        if (on) {
            for (Map.Entry<String, Pattern> colour : WORDS.entrySet()) {
                painted =
                        colour.getValue()
                                .matcher(painted)
                                .replaceAll("\033[" + colour.getKey() + "m$0\033[0m");
            }
        }
        return painted;
    }

    /** Whole words only, not parts of an id. */
    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<![\\w.-])(" + alternatives + ")(?![\\w.-])");
    }
}
