package org.cupertino.nvr.faults;

import java.util.List;
import java.util.Locale;

/**
 * What a row of the table shows.
 *
 * @param faults injected
 * @param unseenS longest time that a camera had no detection beyond its interval, seconds
 * @param sent events and commands that somebody took from the broker
 * @param answered of these, by an ack or a room's status
 * @param due samples, from the first that was seen to the last
 * @param seen samples whose detection came to a subscriber
 * @param counted samples and messages that the program counted as lost, and samples due while its
 *     status said that it was away
 * @param complaints what is wrong, nothing in a good row
 */
record Figures(
        String row,
        int faults,
        double unseenS,
        int sent,
        int answered,
        long due,
        long seen,
        long counted,
        Footprint before,
        Footprint after,
        double tookS,
        List<String> complaints) {

    static final String HEADER =
            """
            | row | faults | longest unseen, s | sent / answered | samples due / seen / counted lost | RSS before / after, MB | |
            |---|---|---|---|---|---|---|
            """;

    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %d / %d | %d / %d / %d | %s / %s | %s |%n",
                row,
                faults,
                unseenS,
                sent,
                answered,
                due,
                seen,
                counted,
                megabytes(before),
                megabytes(after),
                complaints.isEmpty() ? "nothing uncounted" : String.join("; ", complaints));
    }

    private static String megabytes(Footprint footprint) {
        return footprint == null ? "-" : Long.toString(footprint.residentKb() / 1024);
    }
}
