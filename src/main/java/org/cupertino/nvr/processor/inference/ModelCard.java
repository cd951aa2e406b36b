package org.cupertino.nvr.processor.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator sets for a model in {@code models/<id>.yaml}; all of it is optional and
 * overrides the model file.
 *
 * @param file name of the archive in the same folder
 * @param imgsz size of the network's input
 * @param names of the classes
 * @param confidence threshold, 0..1
 * @param iou threshold, 0..1
 * @param task detect, segment or pose
 * @param keypoints names of a pose network's points
 */
record ModelCard(
        Optional<String> file,
        Optional<Size> imgsz,
        Optional<List<String>> names,
        OptionalDouble confidence,
        OptionalDouble iou,
        Optional<String> task,
        Optional<List<String>> keypoints) {
    static final ModelCard NONE =
            new ModelCard(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty());
    private static final Set<String> KEYS =
            Set.of("file", "imgsz", "names", "confidence", "iou", "task", "keypoints");

    /** A name without a folder, so that no card leads out of the models folder. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    static ModelCard read(Path card) throws ModelException {
        String name = card.getFileName().toString();
        try {
            return parse(name, Files.readString(card));
        } catch (IOException e) {
            throw ModelException.failed(name + " cannot be read", e);
        }
    }

    static ModelCard parse(String name, String yaml) throws ModelException {
        ModelDocument card = ModelDocument.ofYaml(name, yaml);
        card.allowOnly(KEYS);
        Optional<String> file = card.text("file");
        if (file.isPresent() && !FILE.matcher(file.get()).matches()) {
            throw card.wrong("file", "the name of a file in the models folder");
        }
        Optional<String> task = card.text("task");
        if (task.isPresent() && !Extras.TASKS.contains(task.get())) {
            throw card.wrong("task", String.join(", ", Extras.TASKS));
        }
        return new ModelCard(
                file,
                card.size("imgsz"),
                card.names("names"),
                card.fraction("confidence"),
                card.fraction("iou"),
                task,
                card.names("keypoints"));
    }
}
