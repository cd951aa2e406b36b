package org.cupertino.nvr.fleet.spawn;

import java.util.List;
import java.util.regex.Pattern;
import org.cupertino.nvr.secret.Redaction;

/** One sentence on why a processor has ended. */
public final class ExitReason {
    /** How many processors that have ended are remembered. */
    public static final int KEPT = 20;

    /** A line of the program's log, in either format, that reports no problem. */
    private static final Pattern CHATTER =
            Pattern.compile(
                    "^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO|DEBUG|TRACE) "
                            + "|\"level\":\"(INFO|DEBUG|TRACE)\"");

    private static final int LONGEST_LINE = 300;

    private ExitReason() {}

    /**
     * @param code the exit code, with a remark or without
     * @param output what it wrote, or the end of that
     */
    public static String of(String name, String code, String output) {
        List<String> lines =
                output.lines()
                        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        String ended = name + " ended with exit code " + code;
        if (lines.isEmpty()) {
            return ended + " and had written nothing";
        }
        String last = Redaction.mask(complaint(lines));
        return ended
                + ": "
                + (last.length() > LONGEST_LINE ? last.substring(0, LONGEST_LINE) + "…" : last);
    }

    /** The last line that reports a problem, else the last line. */
    private static String complaint(List<String> lines) {
        return lines.stream()
                .filter(line -> !CHATTER.matcher(line).find())
                .reduce((before, line) -> line)
                .orElseGet(() -> lines.get(lines.size() - 1));
    }
}
