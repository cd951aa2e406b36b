package org.cupertino.nvr.processor.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code yolo export format=torchscript} writes about a network into the archive's {@code
 * config.txt}.
 *
 * @param imgsz size the network was exported for
 * @param names of the classes
 * @param stride both sides of the input must be multiples of it, or candidates land elsewhere
 * @param dynamic whether other sizes than imgsz work
 * @param task detect, segment or pose
 * @param keypointShape of a pose network: how many points, and numbers a point
 * @param keypoints names of these points
 */
public record ExportInfo(
        Optional<Size> imgsz,
        Optional<List<String>> names,
        int stride,
        boolean dynamic,
        Optional<String> task,
        Optional<List<Integer>> keypointShape,
        Optional<List<String>> keypoints) {
    private static final int USUAL_STRIDE = 32;

    /** For an archive without a config.txt: it is unknown whether its size is fixed. */
    public static final ExportInfo UNKNOWN =
            new ExportInfo(
                    Optional.empty(),
                    Optional.empty(),
                    USUAL_STRIDE,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /**
     * @param file name of the archive, for the messages
     * @throws ModelException if the network is none that this program can use
     */
    public static ExportInfo parse(String file, String json) throws ModelException {
        ModelDocument config = ModelDocument.ofJson("config.txt in " + file, json);
        Optional<String> task = config.text("task");
        if (task.isPresent() && !Extras.TASKS.contains(task.get())) {
            throw ModelException.failed(
                    "%s is made for the task %s: export a network of the task detect, segment or pose%s"
                            .formatted(file, task.get(), example(task.get())));
        }
        if (config.count("channels").orElse(3) != 3) {
            throw ModelException.failed(file + " does not take colour pictures of 3 channels");
        }
        boolean dynamic = config.part("args").flag("dynamic");
        if (!dynamic && config.count("batch").orElse(1) != 1) {
            throw ModelException.failed(
                    file + " takes several pictures at a time only: export it with batch=1");
        }
        return new ExportInfo(
                config.size("imgsz"),
                config.names("names"),
                config.count("stride").orElse(USUAL_STRIDE),
                dynamic,
                task,
                config.pair("kpt_shape"),
                // Of the first class: there is one list a class, and as many points in each.
                config.part("kpt_names").names("0"));
    }

    private static String example(String task) {
        return switch (task) {
            case "obb" -> ", whose boxes are not turned, such as yolo11n.pt";
            case "classify" -> ", which says where things are, such as yolo11n.pt";
            default -> ", such as yolo11n.pt";
        };
    }

    /**
     * Joins what the archive and the card say.
     *
     * @throws ModelException if something is missing, the size cannot work, or they contradict
     */
    ModelFile with(ModelCard card, String modelId, Path path) throws ModelException {
        String file = path.getFileName().toString();
        Size size =
                card.imgsz()
                        .or(this::imgsz)
                        .orElseThrow(() -> missing(file, "input size", modelId, "imgsz"));
        List<String> classNames =
                card.names()
                        .or(this::names)
                        .orElseThrow(() -> missing(file, "class names", modelId, "names"));
        if (!size.fits(stride)) {
            throw ModelException.failed(
                    "The input size %s of %s must be multiples of %d up to %d"
                            .formatted(size, modelId, stride, Size.MAX_SIDE));
        }
        if (!dynamic && imgsz.isPresent() && !imgsz.get().equals(size)) {
            throw ModelException.failed(
                    "%s works at imgsz %s only, not at %s: export it with dynamic=True"
                            .formatted(file, imgsz.get(), size));
        }
        return new ModelFile(
                modelId,
                path,
                size.width(),
                size.height(),
                classNames,
                card.confidence(),
                card.iou(),
                extras(card, modelId, file),
                dynamic ? stride : 0);
    }

    private Extras extras(ModelCard card, String modelId, String file) throws ModelException {
        if (task.isPresent() && card.task().isPresent() && !task.equals(card.task())) {
            throw ModelException.failed(
                    "%s is made for the task %s, but %s.yaml says %s"
                            .formatted(file, task.get(), modelId, card.task().get()));
        }
        String whole = card.task().or(this::task).orElse("detect");
        if (card.keypoints().isPresent() && !whole.equals("pose")) {
            throw ModelException.failed(
                    "%s.yaml names keypoints, but %s is made for the task %s"
                            .formatted(modelId, file, whole));
        }
        return switch (whole) {
            case "pose" -> Extras.pose(file, keypointShape, card.keypoints().or(this::keypoints));
            case "segment" -> Extras.MASK;
            default -> Extras.NONE;
        };
    }

    private static ModelException missing(String file, String what, String modelId, String key) {
        return ModelException.failed(
                "%s does not say its %s: say it as %s in %s.yaml"
                        .formatted(file, what, key, modelId));
    }
}
