package org.cupertino.nvr.trial;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.posture.Composed;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    /** Each differs from the last: one that is the same again would be stale. */
    private synchronized void picture(HttpExchange exchange) throws IOException {
        BufferedImage image = Composed.picture("lying", 3).image();
        image.createGraphics().drawString(Integer.toString(++pictures), 4, 14);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.sendResponseHeaders(200, jpeg.size());
        jpeg.writeTo(exchange.getResponseBody());
        exchange.close();
    }
}
