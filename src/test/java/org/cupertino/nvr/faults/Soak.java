package org.cupertino.nvr.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.RtspServer;

/**
 * Sixteen cameras at 0.1 frames a second, for as long as wanted. Each ten minutes a storm cuts all
 * of them three times and kills the broker. Each ten seconds a line of figures goes to {@code
 * soak.csv}.
 */
final class Soak {
    static final int CAMERAS = 16;
    static final double FPS = 0.1;
    static final String HEADER =
            "seconds,resident_kb,threads,descriptors,due,sampled,analysed,frames_dropped,"
                    + "messages_dropped,reconnects,received,storms";

    private static final Duration STORM_EACH =
            Duration.ofSeconds(Long.getLong("soak.storm-seconds", 600));
    private static final long TICK_S = 10;
    private static final int CUTS = 3;

    private final Mosquitto broker = new Mosquitto();
    private final Map<String, Path> mounts = new TreeMap<>();
    private final int rtspPort = Ports.free();
    private final int httpPort = Ports.free();
    private final Http http = new Http(httpPort);
    private RtspServer cameras;
    private long received;
    private int storms;

    Soak() {
        Path clip = RtspServer.resource("/demo/people.mp4");
        for (int camera = 0; camera < CAMERAS; camera++) {
            mounts.put(Integer.toString(camera), clip);
        }
    }

    /** By hand: minutes and the folder for {@code soak.csv}. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        new Soak().run(Duration.ofMinutes(Long.parseLong(arguments[0])), folder);
        System.exit(0);
    }

    /** Returns the file of figures. */
    Path run(Duration length, Path folder) throws IOException, InterruptedException {
        Path figures = folder.resolve("soak.csv");
        try (broker;
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(figures), true)) {
            broker.start();
            cameras = RtspServer.start(rtspPort, mounts, null, null);
            try (ProcessorProcess processor = processor();
                    MqttProbe probe = new MqttProbe(broker.url()).subscribe("nvr/detections/#")) {
                out.println(HEADER);
                try {
                    await().atMost(Duration.ofMinutes(2)).until(() -> allSeen(probe));
                    watch(processor, probe, length, out);
                } finally {
                    Files.write(folder.resolve("soak.log"), processor.lines());
                }
            } finally {
                cameras.close();
            }
        }
        return figures;
    }

    private void watch(
            ProcessorProcess processor, MqttProbe probe, Duration length, PrintWriter out)
            throws InterruptedException {
        long start = System.nanoTime();
        long before = series().count("nvr_frames_sampled_total");
        long stormAt = STORM_EACH.toSeconds();
        for (long tick = 0; tick * TICK_S <= length.toSeconds(); tick++) {
            long wait = start + TimeUnit.SECONDS.toNanos(tick * TICK_S) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
            received += probe.messages("nvr/detections/+").size();
            probe.clear();
            double seconds = (System.nanoTime() - start) / 1e9;
            out.println(line(Footprint.of(processor.pid()), seconds, before));
            if (seconds >= stormAt) {
                stormAt += STORM_EACH.toSeconds();
                storm();
            }
        }
    }

    private String line(Footprint holds, double seconds, long before) {
        Series series = series();
        return String.join(
                ",",
                Long.toString(Math.round(seconds)),
                Long.toString(holds.residentKb()),
                Long.toString(holds.threads()),
                Long.toString(holds.descriptors()),
                Long.toString(before + (long) (seconds * CAMERAS * FPS)),
                Long.toString(series.count("nvr_frames_sampled_total")),
                Long.toString(series.count("nvr_frames_analysed_total")),
                Long.toString(series.count("nvr_frames_dropped_total")),
                Long.toString(series.count("nvr_messages_dropped_total")),
                Long.toString(series.count("nvr_camera_reconnects_total")),
                Long.toString(received),
                Integer.toString(storms));
    }

    private void storm() throws InterruptedException {
        for (int cut = 0; cut < CUTS; cut++) {
            cameras.close();
            cameras = RtspServer.start(rtspPort, mounts, null, null);
            TimeUnit.SECONDS.sleep(3);
        }
        broker.kill();
        broker.start();
        storms++;
    }

    private Series series() {
        return new Series(http.series());
    }

    private static boolean allSeen(MqttProbe probe) {
        return probe.messages("nvr/detections/+").stream().map(Received::topic).distinct().count()
                == CAMERAS;
    }

    private ProcessorProcess processor() {
        return ProcessorProcess.start(
                Map.of(),
                "processor",
                "--n",
                Integer.toString(CAMERAS),
                "--stream-server",
                "rtsp://127.0.0.1:" + rtspPort,
                "--max-fps",
                Double.toString(FPS),
                "--mqtt-url",
                broker.url(),
                "--http-port",
                Integer.toString(httpPort),
                "--instance-id",
                "soak");
    }
}
