package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Which network looks at the frames, on what, and what it reports. */
public final class DetectorOptions {
    private static final String DEFAULT_POSTURE_MODEL = "movenet-multipose";
    private static final String NONE = "none";
    private static final int RAREST_LOOK = 100_000;

    @Option(
            names = "--model",
            paramLabel = "ID",
            defaultValue = "nanodet-g",
            description = {
                "The model to start with: a file of the models folder without its ending.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String model;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Folder of models. Default: ./models, else beside the jar, else the ones in the"
                            + " jar")
    private Path models;

    @Option(
            names = "--confidence",
            paramLabel = "0..1",
            description =
                    "Report what is detected with at least this confidence. Default: what the"
                            + " model's card says, else 0.5")
    private Double confidence;

    @Option(
            names = "--iou",
            paramLabel = "0..1",
            description =
                    "Of two boxes of one class that overlap by more (intersection over union), keep"
                            + " the one of higher confidence. Default: what the model's card says, else"
                            + " 0.7")
    private Double iou;

    @Option(
            names = "--classes",
            paramLabel = "NAME[,NAME...]",
            hideParamSyntax = true,
            split = "\\s*(?<!\\\\),\\s*",
            description =
                    "Report these classes only, such as person,car. A comma in a name is \\,."
                            + " Default: all")
    private List<String> classes;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = {
                "auto (a GPU if there is one), cpu, cuda or cuda:N.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String device;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = {
                "auto (what the device is faster with), fp32 or bf16.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Precision precision;

    @Option(
            names = "--posture-model",
            paramLabel = "ID",
            defaultValue = DEFAULT_POSTURE_MODEL,
            description = {
                "Model that looks for people who lie, in the picture turned by 90 degrees. none: nothing"
                        + " does.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String postureModel;

    @Option(
            names = "--posture-every",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "Look for people who lie in each N-th frame of a camera, even if nobody was there"
                        + " lately, 1 to 100000.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int postureEvery;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Frames analysed at once, one thread each. Default: the number of cores")
    private Integer workers;

    @Option(
            names = "--publish-empty",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Publish frames in which nothing was seen, too.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean publishEmpty;

    @Option(
            names = "--camera-limits",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Heed what the file of --cameras says for the usual model: confidence of cameras and"
                        + " zones, and classes of cameras where no person is among them.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean cameraLimits;

    void publishAll() {
        publishEmpty = true;
    }

    void resolve(OptionSources from) {
        if (workers == null) {
            workers = Runtime.getRuntime().availableProcessors();
        }
        from.require(
                ModelIds.isValid(model),
                "--model",
                model,
                "the id of a model, not a path: 1 to 64 letters, digits, dots, dashes, underscores");
        from.require(
                ModelIds.isValid(postureModel),
                "--posture-model",
                postureModel,
                "the id of a model, or none");
        from.require(
                postureEvery >= 1 && postureEvery <= RAREST_LOOK,
                "--posture-every",
                postureEvery,
                "1 to " + RAREST_LOOK);
        Rules.folder(from, "--models", models);
        Rules.fraction(from, "--confidence", confidence);
        Rules.fraction(from, "--iou", iou);
        from.require(
                classes().stream().noneMatch(String::isBlank),
                "--classes",
                String.join(",", classes()),
                "names with single commas between them");
        device = device.toLowerCase(Locale.ROOT);
        from.require(Devices.isValid(device), "--device", device, "auto, cpu, cuda or cuda:N");
        from.require(workers >= 1 && workers <= 256, "--workers", workers, "1 to 256");
    }

    /** A model id, not yet looked up. */
    public String model() {
        return model;
    }

    /** A model id, not yet looked up; empty means that nothing looks for people who lie. */
    public Optional<String> postureModel() {
        return postureModel.equals(NONE) ? Optional.empty() : Optional.of(postureModel);
    }

    /** Whether it is the one that is used unless another is asked for. */
    public boolean isUsualPostureModel() {
        return postureModel.equals(DEFAULT_POSTURE_MODEL);
    }

    /** 1 or more. */
    public int postureEvery() {
        return postureEvery;
    }

    /** The folder that was asked for; {@link ProgramFolders#models} finds the one to use. */
    public Optional<Path> models() {
        return Optional.ofNullable(models);
    }

    /** More than 0, at most 1; empty means the model decides. */
    public OptionalDouble confidence() {
        return confidence == null ? OptionalDouble.empty() : OptionalDouble.of(confidence);
    }

    /** More than 0, at most 1; empty means the model decides. */
    public OptionalDouble iou() {
        return iou == null ? OptionalDouble.empty() : OptionalDouble.of(iou);
    }

    /** Empty means all. */
    public List<String> classes() {
        return classes == null
                ? List.of()
                : classes.stream().map(name -> name.replace("\\,", ",")).toList();
    }

    /** {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}. */
    public String device() {
        return device;
    }

    public Precision precision() {
        return precision;
    }

    /** 1 or more. */
    public int workers() {
        return workers;
    }

    public boolean publishEmpty() {
        return publishEmpty;
    }

    /** Whether the file of cameras was written for this model. */
    public boolean cameraLimits() {
        return cameraLimits;
    }
}
