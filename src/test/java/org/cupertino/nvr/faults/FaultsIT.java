package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MosquittoImage;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All rows, some at a time, since they wait most of it. {@code -Pfaults} runs the full table, each
 * build its brief half; {@code -Dfaults.rows=hung} only those whose name has a match of it.
 */
@Tag("faults")
class FaultsIT {
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final Pattern WANTED = Pattern.compile(System.getProperty("faults.rows", ""));
    private static final int AT_ONCE = Integer.getInteger("faults.at-once", 4);
    private static final Path TABLE = Path.of("target/faults/table.md");

    @Test
    void whatever_happens_nothing_is_lost_uncounted() throws Exception {
        MosquittoImage.assumeAvailable();
        RtspServer.assumeAvailable();
        Path clip = RtspServer.resource("/demo/people.mp4");
        List<Row> rows =
                Stream.of(
                                BrokerRows.all(),
                                ProcessorRows.all(),
                                FleetRows.all(),
                                ClockRows.all(),
                                StorageRows.all(),
                                CameraRows.all(),
                                WebCameraRows.all())
                        .flatMap(List::stream)
                        .filter(row -> FULL || row.brief())
                        .filter(row -> WANTED.matcher(row.name()).find())
                        .toList();
        ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
        try (RtspServer cameras = RtspServer.start(Map.of("0", clip, "1", clip))) {
            List<Future<Figures>> running = new ArrayList<>();
            rows.forEach(row -> running.add(hands.submit(() -> play(row, cameras))));
            StringBuilder table = new StringBuilder(Figures.HEADER);
            List<String> complaints = new ArrayList<>();
            for (Future<Figures> result : running) {
                Figures figures = result.get(30, TimeUnit.MINUTES);
                table.append(figures.line());
                figures.complaints().forEach(text -> complaints.add(figures.row() + ": " + text));
            }
            publish(table.toString());
            assertThat(complaints).isEmpty();
        } finally {
            hands.shutdownNow();
        }
    }

    private static Figures play(Row row, RtspServer cameras) throws Exception {
        long start = System.nanoTime();
        try (Stage stage = new Stage(row.broker().apply(new Mosquitto()), cameras)) {
            try {
                row.act().run(stage);
                Figures figures = stage.settle(row.name(), start);
                show(figures, stage);
                return figures;
            } catch (Exception | AssertionError e) {
                Figures figures = failed(row, e, start);
                show(figures, stage);
                return figures;
            }
        }
    }

    private static Figures failed(Row row, Throwable why, long start) {
        StringJoiner text = new StringJoiner("; by ");
        for (Throwable each = why; each != null; each = each.getCause()) {
            text.add(String.valueOf(each).lines().findFirst().orElse(""));
        }
        double took = (System.nanoTime() - start) / 1e9;
        return new Figures(
                row.name(), 0, 0, 0, 0, 0, 0, 0, null, null, took, List.of("failed: " + text));
    }

    private static synchronized void show(Figures figures, Stage stage) {
        System.out.printf("%.0f s %s", figures.tookS(), figures.line());
        if (!figures.complaints().isEmpty()) {
            System.err.println("--- " + figures.row() + "\n" + stage.output());
        }
    }

    private static void publish(String table) throws IOException {
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table);
        System.out.println(table);
    }
}
