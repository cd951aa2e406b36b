package org.cupertino.nvr.spawn;

import java.util.List;
import org.cupertino.nvr.config.Redaction;

/** The words for how a processor has ended. */
final class Endings {
    /** How many of those that have ended are remembered. */
    static final int KEPT = 20;

    private static final int LONGEST_LINE = 300;

    private Endings() {}

    /**
     * @param code the exit code and what is to be said of it
     * @param output what it wrote, or the end of that
     */
    static String tell(String name, String code, String output) {
        List<String> lines =
                output.lines()
                        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        String ended = name + " ended with exit code " + code;
        if (lines.isEmpty()) {
            return ended + " and had written nothing";
        }
        String last = Redaction.mask(lines.get(lines.size() - 1));
        return ended
                + ": "
                + (last.length() > LONGEST_LINE ? last.substring(0, LONGEST_LINE) + "…" : last);
    }
}
