package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options that every program has. Immutable once {@link #resolve resolved}; the accessors are
 * for afterwards.
 */
public abstract class ProgramOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file. Default: ./" + Settings.DEFAULT_FILE + " if it exists")
    private Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description =
                    "Folder of Camel routes; those of an orchestrator are in its folder"
                            + " orchestrator, those of a wall in wall. Default: ./routes, else beside the jar, else the ones in"
                            + " the jar")
    private Path routes;

    @Mixin private MqttOptions mqtt = new MqttOptions();
    @Mixin private HttpOptions http = new HttpOptions();
    @Mixin private LoggingOptions logging = new LoggingOptions();

    private Path configFile;

    ProgramOptions() {}

    /** Fills the options from a lookup by property key, which gives null for no value. */
    static <T extends ProgramOptions> T from(T options, Function<String, String> lookup) {
        return parse(options, Settings.of(lookup));
    }

    static <T extends ProgramOptions> T parse(T options, Settings settings, String... flags) {
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        try {
            options.resolve(parser.parseArgs(flags), settings);
        } catch (ParameterException e) {
            throw new ConfigException(OptionParser.explain(e, settings));
        }
        return options;
    }

    /**
     * Fills in what depends on other values, and checks everything. To be called once, after
     * picocli has filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public final void resolve(ParseResult flags, Settings settings) {
        configFile = settings.file().orElse(null);
        OptionSources from = new OptionSources(flags, settings);
        Rules.folder(from, "--routes", routes);
        http.resolve(from);
        resolve(from, settings);
        mqtt.resolve(flags, settings);
    }

    /** Does the same for the options that only this program has. */
    abstract void resolve(OptionSources from, Settings settings);

    /** The effective value of each option that a route may name, by its property key. */
    public abstract Map<String, String> asProperties();

    /** The properties file that was read, if any. */
    public Optional<Path> config() {
        return Optional.ofNullable(configFile);
    }

    /** The folder that {@code --routes} names; {@link ProgramFolders} finds the one to use. */
    public Optional<Path> routes() {
        return Optional.ofNullable(routes);
    }

    public MqttOptions mqtt() {
        return mqtt;
    }

    public HttpOptions http() {
        return http;
    }

    public LoggingOptions logging() {
        return logging;
    }
}
