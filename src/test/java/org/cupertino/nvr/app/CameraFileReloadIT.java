package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file of cameras is edited while a processor runs on it. */
@Timeout(300)
class CameraFileReloadIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();
    private static final String ALL = "corners: [[0, 0], [1, 0], [1, 1], [0, 1]]";
    private static final String CLIP =
            Path.of("src/main/resources/demo/people.mp4").toAbsolutePath().toString();

    @TempDir Path folder;
    private CommandDesk desk;
    private int versions;

    @Test
    void edits_take_effect_on_their_camera_alone_and_a_faulty_one_on_none() throws IOException {
        swap("0: {address: %s, name: Hall, zones: {here: {kind: floor, %s}}}".formatted(CLIP, ALL));
        desk = new CommandDesk(MOSQUITTO);
        Map<String, String> settings = RunningProcessor.settings("live", MOSQUITTO.url(), 0);
        settings.remove("stream");
        settings.put("cameras", folder.resolve("cameras.yaml").toString());
        try (RunningProcessor processor = new RunningProcessor(settings).awaitConnected()) {
            awaitSeen(0, "[\"here\"]");
            assertThat(processor.context().getRoute("camera-0")).isNotNull();
            JsonNode event = desk.detections(0).get(0);
            assertThat(event.path("zone_kinds")).hasToString("[\"floor\"]");
            assertThat(sources().get(0).path("name").asText()).isEqualTo("Hall");

            // As the kubelet does it: the file stays, what its link leads to is another one.
            swap(
                    "0: {address: %1$s, zones: {bed: {kind: bed, %2$s}}}, 1: {address: %1$s, max_fps: 1}"
                            .formatted(CLIP, ALL));
            awaitSeen(0, "[\"bed\"]");
            awaitSeen(1, "");
            await().atMost(CommandDesk.SOON)
                    .until(() -> sources().size() == 2 && !sources().get(0).has("name"));
            assertThat(sources().get(1).path("max_fps").asDouble()).isEqualTo(1);

            swap("0: {adress: rtsp://u:geheim@h/1}");
            await().atMost(CommandDesk.SOON)
                    .until(() -> reason().contains("cameras.yaml line 1: unknown key 'adress'"));
            desk.awaitFrames(0, 1);
            desk.awaitFrames(1, 1);
            assertThat(desk.probe.messages("#"))
                    .allSatisfy(m -> assertThat(m.payload()).doesNotContain("geheim"));

            swap("0: {address: %s, masks: {all: {%s}}}".formatted(CLIP, ALL));
            await().atMost(CommandDesk.SOON)
                    .until(() -> reason().isEmpty() && sources().size() == 1);
            await().atMost(CommandDesk.SOON)
                    .until(
                            () -> {
                                List<JsonNode> all = desk.detections(0);
                                return all.get(all.size() - 1).path("detections").isEmpty();
                            });
            desk.complete("live", "metrics", "{}");
            List<JsonNode> metrics =
                    desk.probe.messages("nvr/status/metrics/live").stream()
                            .map(message -> message.json())
                            .toList();
            assertThat(metrics.get(metrics.size() - 1).at("/sources/0/reconnects").asInt())
                    .isZero();
        } finally {
            desk.close();
        }
    }

    private void swap(String cameras) throws IOException {
        Path version = Files.createDirectory(folder.resolve("v" + versions++));
        Files.writeString(version.resolve("cameras.yaml"), "cameras: {" + cameras + "}\n");
        Path link = Files.createSymbolicLink(folder.resolve("..new"), version.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        if (versions == 1) {
            Files.createSymbolicLink(
                    folder.resolve("cameras.yaml"), Path.of("..data", "cameras.yaml"));
        }
    }

    /** Returns once a detection of the camera is in such zones. */
    private void awaitSeen(int camera, String zones) {
        await("camera " + camera + " in " + zones)
                .atMost(CommandDesk.SOON)
                .until(
                        () ->
                                desk.detections(camera).stream()
                                        .map(e -> e.at("/detections/0/zones"))
                                        .anyMatch(found -> found.toString().equals(zones)));
    }

    private JsonNode sources() {
        return status().path("sources");
    }

    private String reason() {
        return status().path("reason").asText();
    }

    private JsonNode status() {
        var all = desk.probe.messages("nvr/control/status/live");
        return all.get(all.size() - 1).json();
    }
}
