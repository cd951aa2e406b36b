package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Route files with a fault, missing or half written change nothing that runs. */
@Timeout(300)
class ReloadFaultsIT extends EditedRoutes {
    @Test
    void file_with_a_fault_changes_nothing_and_is_reported_until_it_is_good() throws IOException {
        edit("camera.yaml", "ref: events", "ref: evens");
        Received status = awaitReason("camera.yaml line 29: unknown bean evens");
        assertThat(status.json().get("status").asText()).isEqualTo("running");
        probe.clear();
        awaitOn("nvr/detections/0", SOON);
        edit("camera.yaml", "ref: evens", "ref: events");
        probe.await(
                message ->
                        message.topic().equals("nvr/control/status/live")
                                && !message.json().hasNonNull("reason"),
                SOON);
    }

    @Test
    void file_with_a_fault_does_not_hold_up_another_file() throws IOException {
        save("half.yaml", "- route:\n    id: half\n    from:\n      uri: timer:x\n   steps: 1\n");
        edit("publish.yaml", "/detections/", "/seen/");
        awaitOn("nvr/seen/0", SOON);
        awaitReason("half.yaml line 5");
    }

    @Test
    void file_that_others_need_cannot_go() throws IOException {
        String camera = Files.readString(routes.resolve("camera.yaml"));
        Files.delete(routes.resolve("camera.yaml"));
        awaitReason("camera.yaml: it is gone, but No file has the route template camera");
        probe.clear();
        awaitOn("nvr/detections/1", SOON);
        save("camera.yaml", camera);
        probe.await(
                message ->
                        message.topic().equals("nvr/control/status/live")
                                && !message.json().hasNonNull("reason"),
                SOON);
    }

    @Test
    void template_that_fails_only_when_it_starts_is_taken_back() throws IOException {
        edit(
                "camera.yaml",
                "uri: direct:publish-detection",
                "uri: paho-mqtt5:x?brokerUrl=tcp://127.0.0.1:1");
        awaitReason("camera.yaml");
        probe.clear();
        awaitOn("nvr/detections/0", SOON);
        awaitOn("nvr/detections/1", SOON);
    }

    @Test
    void file_that_is_written_in_two_steps_is_looked_at_when_it_is_whole() throws IOException {
        String text = Files.readString(routes.resolve("publish.yaml"));
        Files.writeString(routes.resolve("publish.yaml"), "");
        Files.writeString(routes.resolve("publish.yaml~"), "- nonsense");
        Files.writeString(routes.resolve(".publish.yaml.swp"), "- nonsense");
        Files.writeString(routes.resolve("publish.yaml"), text.replace("/detections/", "/seen/"));
        awaitOn("nvr/seen/0", SOON);
        assertThat(probe.messages("nvr/control/status/live"))
                .allSatisfy(
                        message -> assertThat(message.payload()).doesNotContain("publish.yaml"));
    }

    private Received awaitReason(String part) {
        return probe.await(
                message ->
                        message.topic().equals("nvr/control/status/live")
                                && message.json().path("reason").asText().contains(part),
                SOON);
    }
}
