package org.cupertino.nvr.wall;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cupertino.nvr.support.SimulatedProcessor;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * How old what a browser shows is, counted from the timestamp of its event, and how smooth the page
 * is. Arguments: address of a running wall, its process id, seconds, and for simulated cameras the
 * broker and their number; each sends an event and a picture a second.
 */
public final class WallBenchmark {
    private static final int CAMERAS_EACH = 10;

    /** Notes the age of each frame in the moment in which it is put on the page. */
    private static final String WATCH =
            """
            const done = arguments[arguments.length - 1];
            import('/state.js').then(({house, onChange}) => {
              const at = new Map();
              window.ages = [];
              window.frames = 0;
              const note = () => house.camera.forEach((camera) => camera.views.forEach(
                  (view) => at.set(`${camera.source_id} ${view.frame_id}`, view.timestamp)));
              note();
              onChange(['camera'], note);
              new MutationObserver((changes) => changes.forEach(({target}) => {
                const tile = target.closest('[data-camera]');
                const time = at.get(`${tile?.dataset.camera} ${target.dataset.frame}`);
                if (time && target.classList.contains('pictured')) ages.push(Date.now() - Date.parse(time));
              })).observe(document.body, {subtree: true, attributeFilter: ['data-frame']});
              const count = () => { window.frames++; requestAnimationFrame(count); };
              count();
              done();
            });
            """;

    private WallBenchmark() {}

    public static void main(String[] args) throws Exception {
        List<AutoCloseable> simulated = new ArrayList<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        int seconds = Integer.parseInt(args[2]);
        if (args.length > 3) {
            simulate(args[3], Integer.parseInt(args[4]), simulated, timer);
        }
        try (WallBrowser page = WallBrowser.at(args[0])) {
            page.driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
            long start = System.nanoTime();
            page.open("");
            page.awaitThat(() -> page.one(".pictured"));
            System.out.printf(
                    "first picture after %d ms%n", (System.nanoTime() - start) / 1_000_000);
            page.driver.executeAsyncScript(WATCH);
            for (int left = seconds; left > 0; left -= 60) {
                TimeUnit.SECONDS.sleep(Math.min(60, left));
                System.out.printf(
                        "%s s: %s%n", seconds - left + Math.min(60, left), figures(page, args[1]));
            }
        } finally {
            timer.shutdownNow();
            for (AutoCloseable each : simulated) {
                each.close();
            }
        }
    }

    private static String figures(WallBrowser page, String pid) throws Exception {
        Object ages =
                page.driver.executeScript(
                        """
                        const sorted = [...ages].sort((a, b) => a - b);
                        const part = (p) => Math.round(sorted[Math.floor(sorted.length * p)]);
                        return `${sorted.length} pictures, age p50 ${part(0.5)} p95 ${part(0.95)} ms, `
                            + `${frames} animation frames`;
                        """);
        String memory =
                Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElseThrow();
        String load = Files.readString(Path.of("/proc/loadavg")).strip();
        return ages + ", " + memory.replaceAll("\\s+", " ") + ", load " + load;
    }

    private static void simulate(
            String broker,
            int cameras,
            List<AutoCloseable> simulated,
            ScheduledExecutorService timer)
            throws MqttException {
        for (int first = 0; first < cameras; first += CAMERAS_EACH) {
            int[] mine = IntStream.range(first, Math.min(cameras, first + CAMERAS_EACH)).toArray();
            simulated.add(
                    new SimulatedProcessor(
                            broker,
                            options -> {},
                            "sim-" + first / CAMERAS_EACH,
                            false,
                            0.001,
                            mine));
        }
        MqttAsyncClient client = new MqttAsyncClient(broker, "films", new MemoryPersistence());
        client.connect().waitForCompletion(10_000);
        simulated.add(
                () -> {
                    client.disconnect().waitForCompletion(10_000);
                    client.close();
                });
        byte[][] jpegs = new byte[cameras][];
        int[] sent = new int[1];
        timer.scheduleAtFixedRate(
                () -> {
                    int camera = sent[0]++ % cameras;
                    if (jpegs[camera] == null) {
                        jpegs[camera] = Scene.paint("/pictures/" + camera + "/x/1");
                    }
                    film(client, camera, 1_000_000L + sent[0], jpegs[camera]);
                },
                1_000_000,
                1_000_000 / cameras,
                TimeUnit.MICROSECONDS);
    }

    private static void film(MqttAsyncClient client, int camera, long frame, byte[] jpeg) {
        String instance = "sim-" + camera / CAMERAS_EACH;
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        String event =
                Scene.seen(instance, camera, frame)
                        .replaceFirst("\\{", "{\"schema_version\":1,\"source_id\":" + camera + ",")
                        .replaceFirst("\"picture\":true,", "");
        MqttProperties about = new MqttProperties();
        about.setUserProperties(
                Map.of(
                                "instance_id", instance,
                                "frame_id", Long.toString(frame),
                                "timestamp", now,
                                "frame_width", Integer.toString(Scene.WIDTH),
                                "frame_height", Integer.toString(Scene.HEIGHT))
                        .entrySet()
                        .stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList());
        try {
            client.publish("nvr/detections/" + camera, event.getBytes(UTF_8), 0, false);
            client.publish("nvr/snapshots/" + camera, new MqttMessage(jpeg, 0, false, about));
        } catch (MqttException e) {
            System.out.println("Not sent: " + e);
        }
    }
}
