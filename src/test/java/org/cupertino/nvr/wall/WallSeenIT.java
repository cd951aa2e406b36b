package org.cupertino.nvr.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program with a real broker and a real processor, as people see and steer it in a browser. */
@Timeout(240)
class WallSeenIT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PANE = "[data-camera='2'] .pane.pictured";

    /** The number of the frame, then left, top, width and height of each box in parts of it. */
    private static final String BOXES =
            """
            const pane = document.querySelector(arguments[0]);
            const frame = pane.querySelector('.picture').getBoundingClientRect();
            const boxes = [...pane.querySelectorAll('.box')].map((box) => box.getBoundingClientRect());
            return [Number(pane.dataset.frame), ...boxes.flatMap((box) => [
                (box.x - frame.x) / frame.width, (box.y - frame.y) / frame.height,
                box.width / frame.width, box.height / frame.height])];
            """;

    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;
    private WallBrowser page;

    @BeforeEach
    void open() throws Exception {
        WallBrowser.assumeChromium();
        Path clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
        Path config = folder.resolve("site.properties");
        Files.write(
                config,
                List.of(
                        "nvr.mqtt-url=" + BROKER.url(),
                        "nvr.stream=1=%s 2=%s".formatted(clip, clip),
                        "nvr.file-playback=loop",
                        "nvr.http-port=0",
                        "nvr.snapshot-privacy=clear"));
        String site = config.toString();
        processors.start("processor", "--config", site, "--instance-id", "nvr-1", "--max-fps", "2");
        processors.start(
                "orchestrator",
                "--mqtt-url",
                BROKER.url(),
                "--http-port",
                "0",
                "--processor-config",
                site,
                "--emergency-model",
                "nanodet-g");
        makeCertificate();
        ProcessorProcess wall =
                processors.start(
                        "wall",
                        "--mqtt-url",
                        BROKER.url(),
                        "--http-port",
                        "0",
                        "--wall-port",
                        "0",
                        "--wall-cert",
                        folder.resolve("wall.crt").toString(),
                        "--wall-key",
                        folder.resolve("wall.key").toString());
        page = WallBrowser.at(wall.awaitLine("https://127.0.0.1:\\d+/", SOON).group());
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
    }

    private void makeCertificate() throws Exception {
        String make =
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN=localhost -keyout wall.key -out wall.crt";
        Process process =
                new ProcessBuilder(("openssl " + make).split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void house_is_seen_and_steered_by_clicking() {
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/detections/2")) {
            page.open("");
            boxesLieWhereTheEventSays(probe);
        }
        processorIsSteered();
        fallIsFollowedToTheAllClear();
        brokerMayRestart();
    }

    private void boxesLieWhereTheEventSays(MqttProbe probe) {
        page.awaitThat(() -> assertThat(page.all(PANE + " .box")).hasSizeGreaterThan(1));
        List<Number> shown = numbers(page.driver.executeScript(BOXES, PANE));
        JsonNode event =
                probe.await(
                                is ->
                                        is.json().path("frame_id").asLong()
                                                == shown.get(0).longValue(),
                                SOON)
                        .json();
        List<Double> told =
                StreamSupport.stream(event.path("detections").spliterator(), false)
                        .flatMap(each -> parts(each.path("bbox"), event).stream())
                        .toList();
        assertThat(shown).hasSize(told.size() + 1);
        for (int i = 0; i < told.size(); i++) {
            assertThat(shown.get(i + 1).doubleValue()).isCloseTo(told.get(i), within(0.02));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Number> numbers(Object list) {
        return (List<Number>) list;
    }

    /** Left, top, width and height in parts of the frame, cut at its edges. */
    private static List<Double> parts(JsonNode bbox, JsonNode event) {
        double width = event.path("frame_width").asDouble();
        double height = event.path("frame_height").asDouble();
        double halfWide = bbox.path("width").asDouble() / 2;
        double halfHigh = bbox.path("height").asDouble() / 2;
        double left = Math.max(0, (bbox.path("x").asDouble() - halfWide) / width);
        double right = Math.min(1, (bbox.path("x").asDouble() + halfWide) / width);
        double top = Math.max(0, (bbox.path("y").asDouble() - halfHigh) / height);
        double bottom = Math.min(1, (bbox.path("y").asDouble() + halfHigh) / height);
        return List.of(left, top, right - left, bottom - top);
    }

    private void processorIsSteered() {
        page.open("#fleet");
        does("pause", "", "", "Pause.*nvr-1.*completed");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).contains("Paused"));
        does("resume", null, "", "Resume.*nvr-1.*completed");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).contains("Running", "pictures"));
        does("change_model", "[name=model_id]", "nope", "rejected.*There is no model nope");
        does("add_stream", "[name=source_id]", "9", "Add a camera.*completed");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).contains("1–2, 9"));
        does("remove_stream", "[name=source_id] option[value='9']", null, "Remove.*completed");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).doesNotContain("1–2, 9"));
        does("rename_instance", "[name=new_instance_id]", "ward", "Rename.*completed");
        page.awaitThat(() -> assertThat(page.text("#fleet-body th")).isEqualTo("ward"));
    }

    /**
     * Chooses a command, and waits for its answer.
     *
     * @param field that is filled in, or clicked if there is no text; null: it asks nothing
     */
    private void does(String command, String field, String text, String answer) {
        page.awaitThat(() -> page.one("summary").click());
        page.awaitThat(() -> page.one("[data-command=" + command + "]").click());
        if (field != null) {
            page.awaitThat(() -> assertThat(page.one("#ask").isDisplayed()).isTrue());
            if (text == null) {
                page.one("#ask " + field).click();
            } else if (!field.isEmpty()) {
                page.one("#ask " + field).clear();
                page.one("#ask " + field).sendKeys(text);
            }
            page.one("#ask [type=submit]").click();
        }
        awaitAnswer(answer);
    }

    private void awaitAnswer(String regex) {
        page.awaitThat(() -> assertThat(page.text("#answers")).containsPattern("(?s)" + regex));
    }

    private void fallIsFollowedToTheAllClear() {
        page.open("#rooms");
        page.one("#report-fall").click();
        page.awaitThat(() -> page.one("#ask option[value='2']").click());
        page.one("#ask [type=submit]").click();
        awaitAnswer("Report a fall.*completed");
        page.awaitThat(() -> assertThat(page.text("#alerts")).contains("Emergency"));
        page.awaitThat(
                () ->
                        assertThat(page.one("[data-room='2']").getDomAttribute("data-state"))
                                .isEqualTo("emergency"));
        page.open("");
        page.awaitThat(
                () ->
                        assertThat(page.text("[data-camera='2'] .legend"))
                                .contains("emergency-room-2"));
        page.awaitThat(() -> assertThat(page.all(PANE + " .box")).isNotEmpty());
        page.open("#rooms");
        page.awaitThat(() -> page.one("[data-room='2'] .main").click());
        page.awaitThat(() -> page.one("#ask [value=test]").click());
        awaitAnswer("completed");
        page.awaitThat(
                () ->
                        assertThat(page.one("[data-room='2']").getDomAttribute("data-state"))
                                .isEqualTo("normal"));
        page.awaitThat(() -> assertThat(page.text("#alerts")).isEmpty());
    }

    private void brokerMayRestart() {
        page.open("");
        page.awaitThat(() -> assertThat(page.all(PANE)).hasSize(1));
        BROKER.stop();
        page.awaitThat(() -> assertThat(page.text("#alerts")).contains("broker"));
        String frame = page.one("[data-camera='2'] .pane").getDomAttribute("data-frame");
        BROKER.start();
        page.awaitThat(() -> assertThat(page.text("#alerts")).isEmpty());
        page.awaitThat(
                () -> assertThat(page.one(PANE).getDomAttribute("data-frame")).isNotEqualTo(frame));
    }
}
