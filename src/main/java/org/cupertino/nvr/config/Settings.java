package org.cupertino.nvr.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where an option gets its value without a flag: the environment, then the properties file.
 *
 * <p>Names follow one rule: {@code --max-fps} is the property {@code nvr.max-fps} and the variable
 * {@code NVR_MAX_FPS}. Blank values count as not set. The file is read when the first value is
 * asked for, since a flag may name it; a help request reads nothing. Not thread-safe.
 */
public final class Settings implements IDefaultValueProvider {
    /** The file that is read when {@code --config} names none, if it exists. */
    public static final String DEFAULT_FILE = "cupertino-nvr.properties";

    /** Has no flag, because every user of the machine can see the command line of a process. */
    static final String PASSWORD = "nvr.mqtt-password";

    private static final Set<String> OTHER_VARIABLES =
            Set.of("NVR_CONFIG", "NVR_JAVA_OPTS", "NVR_CACHE_DIR");

    /**
     * @param lookup value by property key, or null
     * @param label what a person calls the value of a key
     */
    private record Source(Function<String, String> lookup, UnaryOperator<String> label) {}

    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> environment;
    private final Path folder;
    private final Set<String> known;
    private final Set<ArgSpec> asked = new HashSet<>();
    private Path file;
    private boolean complete;

    private Settings(
            Map<String, String> environment, Path folder, Set<String> known, boolean complete) {
        this.environment = environment;
        this.folder = folder;
        this.known = Set.copyOf(known);
        this.complete = complete;
    }

    /**
     * The environment and the file of a process whose working directory is the folder.
     *
     * @param known the keys of all programs, which share the file
     */
    public static Settings of(Map<String, String> environment, Path folder, Set<String> known) {
        Settings settings = new Settings(environment, folder, known, false);
        settings.sources.add(
                new Source(
                        key -> environment.get(variable(key)),
                        key -> "environment variable " + variable(key)));
        return settings;
    }

    /** One source that has read what there is, such as Camel's properties component. */
    static Settings of(Function<String, String> lookup) {
        Settings settings = new Settings(Map.of(), Path.of(""), Set.of(), true);
        settings.sources.add(new Source(lookup, key -> "property " + key));
        return settings;
    }

    static String key(OptionSpec option) {
        return "nvr." + option.longestName().substring(2);
    }

    /** The environment variable that stands for a property key. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The properties file that was read, if any. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Variables that begin as ours and mean nothing: most likely misspelt. */
    public Set<String> unknownVariables() {
        Set<String> ours = known.stream().map(Settings::variable).collect(Collectors.toSet());
        ours.addAll(OTHER_VARIABLES);
        Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(name -> !name.startsWith("NVR_") || ours.contains(name));
        return unknown;
    }

    /** Variables of the program whose value Java could not read as it was set. */
    public Set<String> unreadableVariables() {
        Set<String> unreadable = new TreeSet<>(environment.keySet());
        unreadable.removeIf(
                name -> !name.startsWith("NVR_") || !isUnreadable(environment.get(name)));
        return unreadable;
    }

    /** Whether Java has put replacement characters where bytes are no text in its encoding. */
    public static boolean isUnreadable(String text) {
        return text.indexOf('\ufffd') >= 0;
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || helpRequested(option.command())) {
            return null;
        }
        try {
            if (!complete) {
                complete = true;
                readFile(option.command());
            }
        } catch (ConfigException e) {
            throw new ParameterException(option.command().commandLine(), e.getMessage(), e);
        }
        String value = value(key(option));
        if (value != null) {
            asked.add(arg);
        }
        // Picocli would replace ${...}, which no password or address means.
        return value == null ? null : value.replace("$", "$$");
    }

    /** The value of a property key, or null. */
    String value(String key) {
        return sources.stream()
                .map(s -> find(s, key))
                .filter(v -> v != null)
                .findFirst()
                .orElse(null);
    }

    /**
     * Position of the source that has the key, the strongest is 0; the number of sources if none.
     */
    int rank(String key) {
        int rank = 0;
        while (rank < sources.size() && find(sources.get(rank), key) == null) {
            rank++;
        }
        return rank;
    }

    /** What a person calls the place that the value of a key is in; empty if it is in none. */
    Optional<String> origin(String key) {
        int rank = rank(key);
        return rank == sources.size()
                ? Optional.empty()
                : Optional.of(sources.get(rank).label().apply(key));
    }

    /** As {@link #origin(String)}, for an argument whose value was taken from here. */
    Optional<String> origin(ArgSpec arg) {
        return asked.contains(arg) ? origin(key((OptionSpec) arg)) : Optional.empty();
    }

    private static String find(Source source, String key) {
        String value = source.lookup().apply(key);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static boolean helpRequested(CommandSpec command) {
        return command.options().stream()
                .anyMatch(
                        o ->
                                (o.usageHelp() || o.versionHelp())
                                        && Boolean.TRUE.equals(o.getValue()));
    }

    private void readFile(CommandSpec command) {
        OptionSpec flag = command.findOption("--config");
        Path named = flag == null ? null : flag.getValue();
        String variable = value("nvr.config");
        if (named == null && variable != null) {
            named = Path.of(variable);
        }
        Path path = folder.resolve(named == null ? Path.of(DEFAULT_FILE) : named);
        if (named == null && !Files.exists(path)) {
            return;
        }
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new ConfigException("The configuration file " + path + " cannot be read");
        }
        if (named == null) {
            OthersFiles.refuse(path, "--config");
        }
        Properties properties = load(path);
        file = path;
        sources.add(new Source(properties::getProperty, key -> key + " in " + path));
    }

    /**
     * Reads a properties file.
     *
     * @throws ConfigException if it is none, or has a key {@code nvr.*} that is unknown
     */
    Properties load(Path path) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Text.of(path)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(path + " is not a properties file: " + e.getMessage());
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (key.startsWith("nvr.") && !known.isEmpty() && !known.contains(key)) {
                throw new ConfigException(
                        path + ": unknown key " + key + Suggestion.hint(key, known));
            }
        }
        return properties;
    }

    /** The keys that objects with options have together, and that of the password. */
    public static Set<String> keys(Object... options) {
        Set<String> keys = new HashSet<>();
        for (Object group : options) {
            CommandSpec.forAnnotatedObject(group).options().forEach(o -> keys.add(key(o)));
        }
        keys.remove("nvr.config");
        keys.add(PASSWORD);
        return keys;
    }
}
