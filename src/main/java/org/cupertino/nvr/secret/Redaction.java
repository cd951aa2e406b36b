package org.cupertino.nvr.secret;

import java.util.regex.Pattern;

/** Takes credentials out of text that a person or a log collector will see. */
public final class Redaction {
    /** Up to the last @ of the word: passwords of cameras hold slashes and question marks too. */
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)\\S*@");

    private static final Pattern PARAMETER =
            Pattern.compile(
                    "(?i)(?<![a-z])(user(?:name)?|usr|login|pass(?:word|wd|phrase)?|pwd|psw|pw|auth"
                            + "|(?:access_?|session_?)?token|api_?key|key|secret|sig(?:nature)?)"
                            + "=[^\\s\"'<>&;]*");

    private static final Pattern HEADER =
            Pattern.compile("(?i)((?:proxy-)?authorization\\s*[:=]\\s*)\\S[^\\r\\n]*");

    private Redaction() {}

    /**
     * Masks {@code scheme://user:password@}, values of parameters that usually hold credentials,
     * and authorization headers anywhere in a text as {@code ***}. Masks too much rather than too
     * little. Null stays null.
     */
    public static String mask(String text) {
        if (text == null || text.indexOf('=') < 0 && text.indexOf(':') < 0) {
            return text;
        }
        String masked = USER_INFO.matcher(text).replaceAll("$1***@");
        masked = PARAMETER.matcher(masked).replaceAll("$1=***");
        return HEADER.matcher(masked).replaceAll("$1***");
    }
}
