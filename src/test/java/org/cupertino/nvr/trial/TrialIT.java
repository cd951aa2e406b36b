package org.cupertino.nvr.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.posture.Composed;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody lies down before the camera that is tried. */
class TrialIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;
    private HttpServer camera;
    private int pictures;
    private IntFunction<Composed> next = picture -> Composed.picture("lying", 3);

    @BeforeEach
    void start() throws IOException {
        camera = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        camera.createContext("/", this::picture);
        camera.start();
    }

    @AfterEach
    void stop() {
        camera.stop(0);
    }

    @Test
    @Timeout(150)
    void who_lies_is_seen_written_down_and_summed_up_when_it_is_interrupted() throws Exception {
        Path seen = folder.resolve("seen");
        String uri = "http://127.0.0.1:" + camera.getAddress().getPort() + "/2.jpg";
        ProcessorProcess trial =
                processors.start(
                        "try --camera 2 --max-fps 0.5 --posture-every 1 --lying-samples 3"
                                .concat(" --suspicion-fps 2 --fall-rule true --out ")
                                .concat(seen + " --stream 2=" + uri)
                                .split(" "));

        trial.awaitLine("person lying 0\\.\\d\\d; rule: lying 1 of 3", SOON);
        trial.awaitLine("rule: EMERGENCY, on the floor since \\d\\d:\\d\\d:\\d\\d", SOON);
        trial.terminate();
        trial.awaitExit(SOON);

        List<String> lines = trial.lines();
        assertThat(lines.get(lines.size() - 2))
                .startsWith("The rule would have begun an emergency");
        assertThat(lines.get(lines.size() - 1)).startsWith("Written to " + seen);
        assertThat(Files.readAllLines(seen.resolve("detections.jsonl")))
                .anyMatch(line -> line.contains("\"posture\":\"lying\""));
        try (Stream<Path> files = Files.list(seen)) {
            Path still = files.filter(file -> file.toString().endsWith(".jpg")).findAny().get();
            assertThat(ImageIO.read(still.toFile()).getWidth()).isEqualTo(640);
        }
    }

    @Test
    @Tag("long")
    @Timeout(150)
    void who_bends_over_for_sixty_samples_is_nobody_on_the_floor() throws Exception {
        next = picture -> Composed.picture("bent", picture);
        String uri = "http://127.0.0.1:" + camera.getAddress().getPort() + "/2.jpg";
        ProcessorProcess trial =
                processors.start(
                        "try --camera 2 --max-fps 2 --posture-every 1 --suspicion-fps 2"
                                .concat(" --fall-rule true --stream 2=" + uri)
                                .split(" "));
        await().atMost(Duration.ofSeconds(100)).until(() -> seen(trial) >= 60);
        trial.terminate();
        trial.awaitExit(SOON);
        assertThat(trial.lines())
                .noneMatch(line -> line.contains("EMERGENCY"))
                .anyMatch(line -> line.startsWith("The rule would have begun no emergency"));
    }

    private static long seen(ProcessorProcess trial) {
        return trial.lines().stream().filter(line -> line.matches("\\d\\d:.*")).count();
    }

    /** Each differs from the last: one that is the same again would be stale. */
    private synchronized void picture(HttpExchange exchange) throws IOException {
        BufferedImage image = next.apply(pictures++).image();
        image.createGraphics().drawString(Integer.toString(pictures), 4, 14);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(200, jpeg.size());
        jpeg.writeTo(exchange.getResponseBody());
        exchange.close();
    }
}
