package org.cupertino.nvr.processor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:0", "cuda:15"})
    void devices_are_known(String device) {
        assertThat(settings(device, 0.5, 0.7, 300).device()).isEqualTo(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:x", "cuda:100", "mps"})
    void other_devices_are_refused(String device) {
        assertThatThrownBy(() -> settings(device, 0.5, 0.7, 300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
    void thresholds_outside_0_to_1_are_refused(double value) {
        assertThatThrownBy(() -> settings("cpu", value, 0.7, 300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("confidence");
        assertThatThrownBy(() -> settings("cpu", 0.5, value, 300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("iou");
    }

    @Test
    void no_detections_at_all_is_refused() {
        assertThatThrownBy(() -> settings("cpu", 0.5, 0.7, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDetections");
    }

    private static DetectorSettings settings(
            String device, double confidence, double iou, int max) {
        return new DetectorSettings(
                device,
                OptionalDouble.of(confidence),
                OptionalDouble.of(iou),
                Set.of(),
                Precision.AUTO,
                max);
    }
}
