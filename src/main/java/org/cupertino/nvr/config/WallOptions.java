package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Every option of a wall. */
public final class WallOptions extends ProgramOptions {
    @Option(
            names = "--wall-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = {
                "Address of this machine to serve the page on; 0.0.0.0 is every one of it. Others"
                        + " than 127.0.0.1 need --wall-users or --wall-open.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String wallHost;

    @Option(
            names = "--wall-port",
            paramLabel = "PORT",
            defaultValue = "8088",
            description = {"TCP port of the page; 0 is any free one.", "Default: ${DEFAULT-VALUE}"})
    private int wallPort;

    @Option(
            names = "--wall-users",
            paramLabel = "FILE",
            description =
                    "File of those who may look, a line each, as wall-user prints it. It is read"
                            + " at the start. Default: none, whoever reaches the page may do all")
    private Path wallUsers;

    @Option(
            names = "--wall-open",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "BOOLEAN",
            description = {
                "Serve the page to others without users: something in front of it asks who they are.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean wallOpen;

    @Option(
            names = "--wall-name",
            paramLabel = "NAME,...",
            split = ",",
            description =
                    "Names that browsers may ask for, besides addresses and localhost, where nobody"
                            + " logs in. Default: none")
    private String[] wallNames = {};

    @Option(
            names = "--wall-cert",
            paramLabel = "FILE",
            description =
                    "PEM certificate chain to serve the page under TLS with; needs --wall-key."
                            + " Default: none")
    private Path wallCert;

    @Option(
            names = "--wall-key",
            paramLabel = "FILE",
            description = "PEM private key, PKCS#8, of --wall-cert. Default: none")
    private Path wallKey;

    /**
     * Options without a command line.
     *
     * @param lookup value by property key such as {@code nvr.wall-port}, or null where there is
     *     none
     * @throws ConfigException if a value is wrong
     */
    public static WallOptions from(Function<String, String> lookup) {
        return from(new WallOptions(), lookup);
    }

    @Override
    void resolve(OptionSources from, Settings settings) {
        from.require(
                wallHost.matches("[A-Za-z0-9.:_-]+"),
                "--wall-host",
                wallHost,
                "an address or name of this machine, the port in --wall-port instead");
        from.require(
                isLoopback() || wallUsers != null || wallOpen,
                "--wall-host",
                wallHost,
                "127.0.0.1, ::1 or localhost unless --wall-users says who may look, or --wall-open"
                        + " that something in front of it asks");
        for (String name : wallNames) {
            from.require(
                    name.strip().matches("[A-Za-z0-9._-]+"),
                    "--wall-name",
                    name,
                    "names of this machine without a port, separated by commas");
        }
        Rules.file(from, "--wall-users", wallUsers);
        Rules.file(from, "--wall-cert", wallCert);
        Rules.file(from, "--wall-key", wallKey);
        if ((wallCert == null) != (wallKey == null)) {
            throw new ConfigException("--wall-cert and --wall-key need each other");
        }
        if (wallOpen && wallUsers != null) {
            throw new ConfigException("--wall-open and --wall-users exclude each other");
        }
        from.require(
                wallPort >= 0 && wallPort <= 65535,
                "--wall-port",
                wallPort,
                "1 to 65535, or 0 for any free one");
    }

    @Override
    public Map<String, String> asProperties() {
        return Map.of("nvr.topic-prefix", mqtt().topicPrefix());
    }

    /** Address or name of this machine. */
    public String wallHost() {
        return wallHost;
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return wallHost.matches("127(\\.\\d{1,3}){3}|::1|localhost");
    }

    /** The file of those who may look, if they have to say who they are. */
    public Optional<Path> wallUsers() {
        return Optional.ofNullable(wallUsers);
    }

    /** Present exactly when {@link #wallKey()} is. */
    public Optional<Path> wallCert() {
        return Optional.ofNullable(wallCert);
    }

    public Optional<Path> wallKey() {
        return Optional.ofNullable(wallKey);
    }

    /** Names by which it may be asked for, in lower case, without a port. */
    public Set<String> wallNames() {
        return Arrays.stream(wallNames)
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean usesTls() {
        return wallCert != null;
    }

    /** 0 to 65535, where 0 means any free one. */
    public int wallPort() {
        return wallPort;
    }
}
