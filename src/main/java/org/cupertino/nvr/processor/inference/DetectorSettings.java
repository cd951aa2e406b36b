package org.cupertino.nvr.processor.inference;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.DetectorOptions;
import org.cupertino.nvr.config.Devices;
import org.cupertino.nvr.config.Precision;

/**
 * How to detect, whatever the model.
 *
 * <p>The program brings PyTorch for CPUs. For a GPU, unpack libtorch of the same version, built for
 * CUDA 12.8, and set {@code PYTORCH_LIBRARY_PATH} to its {@code lib} folder and {@code
 * PYTORCH_FLAVOR} to {@code cu128}. That way was read from DJL's source; it has not been tried on a
 * GPU.
 *
 * @param device {@code auto} (a GPU if there is one that PyTorch can use, else the CPU), {@code
 *     cpu}, {@code cuda} (the first GPU) or {@code cuda:N}
 * @param confidence 0..1; only detections above it are reported. Empty: what the model's card says,
 *     else 0.5
 * @param iou 0..1; of two boxes of one class that overlap more, the less confident one is left out.
 *     Empty: what the model's card says, else 0.7. Not used by end-to-end models
 * @param classes names of the classes to report; empty for all
 * @param precision arithmetic on the CPU
 * @param maxDetections most detections of one frame, 1 or more
 */
public record DetectorSettings(
        String device,
        OptionalDouble confidence,
        OptionalDouble iou,
        Set<String> classes,
        Precision precision,
        int maxDetections) {
    private static final int MAX_DETECTIONS = 300;

    /**
     * @throws IllegalArgumentException if a value is out of its range; the message says which
     */
    public DetectorSettings {
        if (!Devices.isValid(device)) {
            throw new IllegalArgumentException("device must be auto, cpu, cuda or cuda:N");
        }
        checkFraction("confidence", confidence);
        checkFraction("iou", iou);
        if (maxDetections < 1) {
            throw new IllegalArgumentException("maxDetections must be 1 or more");
        }
        classes = Set.copyOf(classes);
        Objects.requireNonNull(precision, "precision == null");
    }

    /** Settings from the options. */
    public static DetectorSettings of(DetectorOptions options) {
        return new DetectorSettings(
                options.device(),
                options.confidence(),
                options.iou(),
                Set.copyOf(options.classes()),
                options.precision(),
                MAX_DETECTIONS);
    }

    /** The same for another network: all its classes, and the thresholds of its card. */
    public DetectorSettings forOtherModel() {
        return new DetectorSettings(
                device,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Set.of(),
                precision,
                maxDetections);
    }

    private static void checkFraction(String name, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1");
        }
    }
}
