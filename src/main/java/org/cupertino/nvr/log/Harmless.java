package org.cupertino.nvr.log;

/** Text of a log line that neither begins another line nor steers a terminal. */
final class Harmless {
    private Harmless() {}

    /** Each control character and line separator is a space. */
    static String line(String text) {
        return text == null ? null : replaced(text, "");
    }

    /** Likewise, but line ends and tabs stay, as a stack trace has them. */
    static String lines(String text) {
        return text == null ? null : replaced(text, "\r\n\t");
    }

    private static String replaced(String text, String kept) {
        StringBuilder harmless = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (steers(c) && kept.indexOf(c) < 0) {
                harmless = harmless == null ? new StringBuilder(text) : harmless;
                harmless.setCharAt(i, ' ');
            }
        }
        return harmless == null ? text : harmless.toString();
    }

    private static boolean steers(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
