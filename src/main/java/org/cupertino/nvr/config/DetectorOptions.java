package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Which network looks at the frames, on what, and what it reports. */
public final class DetectorOptions {
    @Option(
            names = "--model",
            paramLabel = "ID",
            defaultValue = "nanodet-g",
            description = {
                "The model to start with: a file of the models folder without its ending.",
                "Default: ${DEFAULT-VALUE}"
            })
    String model;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Folder of models. Default: ./models, else beside the jar, else the ones in the"
                            + " jar")
    Path models;

    @Option(
            names = "--confidence",
            paramLabel = "0..1",
            description =
                    "Report what the network is at least this sure of. Default: what the model's"
                            + " card says, else 0.5")
    Double confidence;

    @Option(
            names = "--iou",
            paramLabel = "0..1",
            description =
                    "Of two boxes of one class that overlap by more (intersection over union), keep"
                            + " the surer. Default: what the model's card says, else 0.7")
    Double iou;

    @Option(
            names = "--classes",
            paramLabel = "NAME[,NAME...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            description = "Report these classes only, such as person,car. Default: all")
    List<String> classes;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = {
                "auto (a GPU if there is one), cpu, cuda or cuda:N.",
                "Default: ${DEFAULT-VALUE}"
            })
    String device;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = {
                "auto (what the device is faster with), fp32 or bf16.",
                "Default: ${DEFAULT-VALUE}"
            })
    Precision precision;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Frames analysed at once, one thread each. Default: the number of cores")
    Integer workers;

    @Option(
            names = "--publish-empty",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Publish frames in which nothing was seen, too.",
                "Default: ${DEFAULT-VALUE}"
            })
    boolean publishEmpty;

    /** A model id, not yet looked up. */
    public String model() {
        return model;
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
        return classes == null ? List.of() : List.copyOf(classes);
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
}
