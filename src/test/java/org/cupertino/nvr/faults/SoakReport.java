package org.cupertino.nvr.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a soak's figures say: a few lines of Markdown, and a picture. */
final class SoakReport {
    /** Caches, pools and the heap fill in this time. */
    private static final double SETTLED_S = 20 * 60;

    private static final double DAY_S = 24 * 60 * 60;

    private final List<String> columns;
    private final List<double[]> rows;

    SoakReport(List<String> csv) {
        columns = List.of(csv.get(0).split(","));
        rows =
                csv.stream()
                        .skip(1)
                        .map(line -> line.split(","))
                        .filter(cells -> cells.length == columns.size())
                        .map(SoakReport::numbers)
                        .toList();
    }

    /** Figures and picture: {@code soak.csv soak.svg}. */
    public static void main(String[] arguments) throws IOException {
        SoakReport report = new SoakReport(Files.readAllLines(Path.of(arguments[0])));
        System.out.print(report.markdown());
        Files.writeString(Path.of(arguments[1]), report.picture());
    }

    /** Of the last line. */
    long last(String column) {
        return Math.round(rows.get(rows.size() - 1)[columns.indexOf(column)]);
    }

    /** Of the first line at that time or after it, or the last. */
    long at(String column, double second) {
        double[] later = values(column, second);
        return later.length == 0 ? last(column) : Math.round(later[0]);
    }

    /** How much it grows a day, by least squares over what comes after the first 20 minutes. */
    double aDay(String column) {
        double from = last("seconds") > 2 * SETTLED_S ? SETTLED_S : 0;
        double[] x = values("seconds", from);
        double[] y = values(column, from);
        double meanX = mean(x);
        double meanY = mean(y);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        return squares == 0 ? 0 : products / squares * DAY_S;
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                """
                | minutes | storms | reconnects | due | analysed | frames dropped | messages dropped | received |
                |---|---|---|---|---|---|---|---|
                | %d | %d | %d | %d | %d | %d | %d | %d |

                | | after | highest | growth a day |
                |---|---|---|---|
                | resident memory, MB | %d | %d | %.1f |
                | threads | %d | %d | %.1f |
                | descriptors | %d | %d | %.1f |
                """,
                last("seconds") / 60,
                last("storms"),
                last("reconnects"),
                last("due"),
                last("analysed"),
                last("frames_dropped"),
                last("messages_dropped"),
                last("received"),
                last("resident_kb") / 1024,
                highest("resident_kb") / 1024,
                aDay("resident_kb") / 1024,
                last("threads"),
                highest("threads"),
                aDay("threads"),
                last("descriptors"),
                highest("descriptors"),
                aDay("descriptors"));
    }

    String picture() {
        double[] minutes = values("seconds", 0);
        double[] megabytes = values("resident_kb", 0);
        for (int i = 0; i < minutes.length; i++) {
            minutes[i] /= 60;
            megabytes[i] /= 1024;
        }
        return new Picture("minutes", minutes)
                .curve("resident memory, MB", megabytes)
                .curve("threads", values("threads", 0))
                .curve("open descriptors", values("descriptors", 0))
                .svg();
    }

    private long highest(String column) {
        long highest = 0;
        for (double value : values(column, 0)) {
            highest = Math.max(highest, Math.round(value));
        }
        return highest;
    }

    private double[] values(String column, double fromSecond) {
        int index = columns.indexOf(column);
        return rows.stream()
                .filter(row -> row[0] >= fromSecond)
                .mapToDouble(row -> row[index])
                .toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] numbers(String[] cells) {
        double[] numbers = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            numbers[i] = Double.parseDouble(cells[i]);
        }
        return numbers;
    }
}
