package org.cupertino.nvr.processor.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;
import org.junit.jupiter.api.Test;

/** The step of the route, with the shipped networks and a person who lies. */
class PosturesIT {
    private static final Path MODELS = Path.of("models");
    private static final Inference NOBODY = new Inference("first", 1, 1, List.of());

    private final Frame frame = PngFrame.of(Composed.picture("lying", 3).image());

    @Test
    void pose_network_is_loaded_for_the_first_second_look_alone() throws Exception {
        try (Detector first = Detectors.on(MODELS);
                Detector own = Detectors.on(MODELS);
                Leases leases = new Leases()) {
            PostureNetwork network =
                    new PostureNetwork(first, own, Optional.of("movenet-multipose"));
            Postures postures = new Postures(cameras(leases), network, 3);
            assertThat(postures.look(NOBODY, frame).detections()).isEmpty();
            assertThat(postures.look(NOBODY, frame).detections()).isEmpty();
            assertThat(own.modelId()).isEmpty();
            Detection person = awaitPerson(postures);
            assertThat(person.posture()).isEqualTo(Posture.LYING);
            assertThat(person.keypoints()).hasSize(17);
            assertThat(only(postures.look(NOBODY, frame)))
                    .as("who lies is looked at in each frame")
                    .isEqualTo(person);
        }
    }

    @Test
    void without_its_model_the_detector_itself_looks() throws Exception {
        try (Detector first = Detectors.on(MODELS);
                Detector own = Detectors.on(MODELS);
                Leases leases = new Leases()) {
            first.load("nanodet-g");
            PostureNetwork network = new PostureNetwork(first, own, Optional.of("no-such-model"));
            Postures postures = new Postures(cameras(leases), network, 1);
            Detection person = awaitPerson(postures);
            assertThat(person.posture()).isEqualTo(Posture.LYING);
            assertThat(person.keypoints()).isNull();
        }
    }

    @Test
    void look_that_fails_changes_nothing_and_none_is_none() {
        try (Detector closed = Detectors.on(MODELS);
                Leases leases = new Leases()) {
            PostureNetwork network = new PostureNetwork(closed, closed, Optional.empty());
            assertThat(new Postures(cameras(leases), network, 1).look(NOBODY, frame))
                    .isEqualTo(NOBODY);
            assertThat(new Postures(cameras(leases), null, 1).look(NOBODY, frame))
                    .isEqualTo(NOBODY);
        }
    }

    /** The network is loaded in the background meanwhile. */
    private Detection awaitPerson(Postures postures) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> postures.look(NOBODY, frame).detections().stream().findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Detection only(Inference inference) {
        assertThat(inference.detections()).hasSize(1);
        return inference.detections().get(0);
    }

    private static Cameras cameras(Leases leases) {
        return new Cameras(null, null, 0.1, leases);
    }
}
