package org.cupertino.nvr.secret;

import java.util.List;
import java.util.Locale;

/**
 * Takes credentials out of text that a person or a log collector will see. Strangers write such
 * text, so it takes a time that grows with the length alone: no regular expressions.
 */
public final class Redaction {
    private static final String MASK = "***";
    private static final String SCHEME_END = "://";
    private static final int LONGEST_NAME = 40;
    private static final String HEADER = "authorization";

    /** A parameter with one of these anywhere in its name: cameras join them as they like. */
    private static final List<String> PARTS =
            List.of("user", "usr", "login", "pass", "pwd", "psw", "auth", "token", "secret");

    /** Names, or what they end with behind what is no letter. */
    private static final List<String> NAMES =
            List.of("u", "p", "pas", "pw", "apikey", "key", "sig", "signature", "sid", "jwt");

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
        return maskHeaders(maskParameters(maskUserInfo(text)));
    }

    /**
     * {@link #mask} of the beginning of a text. Of an address that the end splits only the scheme
     * is left, since what tells a password from a host may come behind.
     *
     * @param most characters of the text that are looked at
     */
    public static String mask(String text, int most) {
        if (text == null || text.length() <= most) {
            return mask(text);
        }
        int word = most;
        while (word > 0 && !isSpace(text.charAt(word - 1))) {
            word--;
        }
        String beginning = text.substring(0, most);
        int scheme = beginning.indexOf(SCHEME_END, word);
        return mask(scheme < 0 ? beginning : beginning.substring(0, scheme) + SCHEME_END + MASK);
    }

    /** {@link #mask} in one line: line breaks, with the spaces around them, are one space. */
    public static String maskLine(String text) {
        if (text == null) {
            return null;
        }
        String masked = mask(text);
        StringBuilder line = new StringBuilder(masked.length());
        for (int i = 0; i < masked.length(); ) {
            int end = i;
            boolean breaks = false;
            while (end < masked.length() && isSpaceOrBreak(masked.charAt(end))) {
                breaks |= isBreak(masked.charAt(end++));
            }
            if (breaks) {
                line.append(line.isEmpty() || end == masked.length() ? "" : " ");
            } else {
                end = Math.max(end, i + 1);
                line.append(masked, i, end);
            }
            i = end;
        }
        return line.toString();
    }

    /** Up to the last @ of the word: passwords of cameras hold slashes and question marks too. */
    private static String maskUserInfo(String text) {
        if (!text.contains(SCHEME_END)) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int end = i;
            while (end < text.length() && !isSpace(text.charAt(end))) {
                end++;
            }
            String word = text.substring(i, end);
            int scheme = word.indexOf(SCHEME_END);
            int at = word.lastIndexOf('@');
            if (scheme >= 0 && at > scheme) {
                masked.append(word, 0, scheme + SCHEME_END.length()).append(MASK);
                word = word.substring(at);
            }
            masked.append(word);
            i = end;
            while (i < text.length() && isSpace(text.charAt(i))) {
                masked.append(text.charAt(i++));
            }
        }
        return masked.toString();
    }

    private static String maskParameters(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        int equals = text.indexOf('=');
        while (equals >= 0) {
            int end = equals + 1;
            if (endsWithParameter(text, from, equals)) {
                masked.append(text, from, end).append(MASK);
                while (end < text.length() && isValue(text.charAt(end))) {
                    end++;
                }
                from = end;
            }
            equals = text.indexOf('=', end);
        }
        return masked.append(text, from, text.length()).toString();
    }

    /** By the letters right before the equals sign, at most {@value LONGEST_NAME} and one. */
    private static boolean endsWithParameter(String text, int from, int end) {
        int start = end;
        while (start > from && end - start <= LONGEST_NAME && isLetter(text.charAt(start - 1))) {
            start--;
        }
        String name = text.substring(start, end).toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || PARTS.stream().anyMatch(name::contains);
    }

    private static String maskHeaders(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        int i = 0;
        while (i < text.length()) {
            int value = valueOfHeader(text, i);
            if (value < 0) {
                i++;
                continue;
            }
            masked.append(text, from, value).append(MASK);
            i = value;
            while (i < text.length() && text.charAt(i) != '\r' && text.charAt(i) != '\n') {
                i++;
            }
            from = i;
        }
        return masked.append(text, from, text.length()).toString();
    }

    /** Where the value of the header begins whose name is there, or -1. */
    private static int valueOfHeader(String text, int start) {
        if (!text.regionMatches(true, start, HEADER, 0, HEADER.length())) {
            return -1;
        }
        int sign = skipSpace(text, start + HEADER.length());
        if (sign == text.length() || text.charAt(sign) != ':' && text.charAt(sign) != '=') {
            return -1;
        }
        int value = skipSpace(text, sign + 1);
        return value == text.length() ? -1 : value;
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isValue(char c) {
        return !isSpace(c) && "\"'<>&;".indexOf(c) < 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static boolean isBreak(char c) {
        return c >= '\n' && c <= '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isSpaceOrBreak(char c) {
        return isSpace(c) || isBreak(c);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
