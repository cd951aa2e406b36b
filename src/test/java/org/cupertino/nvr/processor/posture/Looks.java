package org.cupertino.nvr.processor.posture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.wire.Detection;

/** The ways to see a lying person: a first look, a second one, or both. */
final class Looks implements AutoCloseable {
    private final Detector first;
    private final Detector second;

    /**
     * @param first model of the first look, or null for none
     * @param second model of the second look, or null for none
     */
    Looks(Path models, String first, String second, Precision precision) throws ModelException {
        this.first = detector(models, first, precision);
        this.second = detector(models, second, precision);
    }

    private static Detector detector(Path models, String id, Precision precision)
            throws ModelException {
        if (id == null) {
            return null;
        }
        Detector detector =
                new Detector(
                        new ModelStore(models, new TorchFormat()),
                        new DetectorSettings(
                                "cpu",
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                Set.of(),
                                precision,
                                300));
        detector.load(id);
        return detector;
    }

    /** The shipped models, and each of them at another size. */
    static Path models(Path folder) throws Exception {
        Path shipped = Path.of("models").toAbsolutePath();
        for (String id : List.of("nanodet-g", "movenet-multipose")) {
            Path file = folder.resolve(id + ".torchscript");
            Files.copy(shipped.resolve(id + ".torchscript"), file);
            String confidence = id.startsWith("movenet") ? ", confidence: 0.2" : "";
            for (int size : new int[] {320, 416, 640}) {
                Files.writeString(
                        folder.resolve(id + "-" + size + ".yaml"),
                        "{file: " + id + ".torchscript, imgsz: " + size + confidence + "}");
            }
        }
        return folder;
    }

    Inference at(Frame frame) {
        Inference seen =
                first == null
                        ? new Inference("none", 0, 0, List.of())
                        : Postures.withPostures(first.detect(frame));
        return second == null
                ? seen
                : SecondLook.after(
                        seen, (turn, confidence) -> second.detectTurned(frame, turn, confidence));
    }

    @Override
    public void close() {
        List<Detector> all = new ArrayList<>();
        all.add(first);
        all.add(second);
        all.forEach(
                detector -> {
                    if (detector != null) {
                        detector.close();
                    }
                });
    }

    /** The detections called people, whatever their posture. */
    static List<Detection> people(Inference inference) {
        return inference.detections().stream()
                .filter(d -> d.className().equals(PostureRules.PERSON))
                .toList();
    }
}
