package org.cupertino.nvr.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How processors are started on demand. */
public final class SpawnOptions {
    /** Bytes. Less than this no processor has started with. */
    private static final long SMALLEST_MEMORY = 128L << 20;

    @Option(
            names = "--spawn",
            paramLabel = "KIND",
            defaultValue = "process",
            description = {
                "Start processors as a process on this machine, or as a container with docker: on"
                        + " the engine that DOCKER_HOST names, else on this machine's.",
                "Default: ${DEFAULT-VALUE}"
            })
    private SpawnKind kind;

    @Option(
            names = "--spawn-image",
            paramLabel = "IMAGE",
            defaultValue = "cupertino-nvr",
            description = {
                "Image of the containers. The engine must have it, it is not pulled.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String image;

    @Option(
            names = "--spawn-network",
            paramLabel = "NAME[,NAME...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            description =
                    "Existing networks that the containers are on. Default: the engine's own one")
    private List<String> networks;

    @Option(
            names = "--spawn-extra-host",
            paramLabel = "NAME:ADDRESS[,...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            description =
                    "Names that the containers know besides those of their networks, such as"
                            + " broker:host-gateway for one on the engine's machine. Default: none")
    private List<String> extraHosts;

    @Option(
            names = "--spawn-memory",
            paramLabel = "SIZE",
            defaultValue = "768m",
            converter = Sizes.class,
            description = {
                "Memory that a container may use, such as 768m or 1g.",
                "Default: ${DEFAULT-VALUE}"
            })
    private long memory;

    @Option(
            names = "--spawn-logs",
            paramLabel = "DIR",
            description =
                    "Folder for what processes print, a file each; the files of the last 20 that"
                            + " have ended are kept. Default: spawned in $STATE_DIRECTORY, or"
                            + " cupertino-nvr/spawned in $XDG_STATE_HOME or in ~/.local/state")
    private Path logs;

    /**
     * Checks the values. To be called once, after picocli has filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        resolve(new OptionSources(flags, settings));
    }

    void resolve(OptionSources from) {
        from.require(
                image.matches("[A-Za-z0-9][A-Za-z0-9./:_@-]*"),
                "--spawn-image",
                image,
                "the name of an image such as cupertino-nvr or registry.example:5000/nvr:1.0");
        from.require(
                networks().stream().allMatch(n -> n.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")),
                "--spawn-network",
                String.join(",", networks()),
                "names of networks with single commas between them");
        from.require(
                extraHosts().stream().allMatch(h -> h.matches("[A-Za-z0-9_.-]+:[A-Za-z0-9.:-]+")),
                "--spawn-extra-host",
                String.join(",", extraHosts()),
                "NAME:ADDRESS with single commas between them");
        from.require(
                memory >= SMALLEST_MEMORY,
                "--spawn-memory",
                Sizes.format(memory),
                "at least " + Sizes.format(SMALLEST_MEMORY));
        from.require(
                logs == null || !Files.exists(logs) || Files.isDirectory(logs),
                "--spawn-logs",
                logs,
                "a folder");
    }

    public SpawnKind kind() {
        return kind;
    }

    public String image() {
        return image;
    }

    /** Empty means the engine's default. */
    public List<String> networks() {
        return networks == null ? List.of() : List.copyOf(networks);
    }

    /** Each {@code NAME:ADDRESS}. */
    public List<String> extraHosts() {
        return extraHosts == null ? List.of() : List.copyOf(extraHosts);
    }

    /** Bytes. */
    public long memory() {
        return memory;
    }

    /** The folder that {@code --spawn-logs} names, which need not exist. */
    public Optional<Path> logs() {
        return Optional.ofNullable(logs);
    }
}
