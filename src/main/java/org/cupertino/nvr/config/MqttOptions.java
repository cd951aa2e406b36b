package org.cupertino.nvr.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How to reach the broker; shared by every command that talks to one. */
public final class MqttOptions {
    private static final Set<String> SCHEMES = Set.of("tcp", "mqtt", "ssl", "mqtts", "ws", "wss");

    @Option(
            names = "--mqtt-url",
            paramLabel = "URL",
            defaultValue = "tcp://localhost:1883",
            description = {
                "The MQTT 5 broker: tcp:// or mqtt://, with TLS ssl:// or mqtts://, over HTTP ws://"
                        + " or wss://. Not used with --embedded-broker.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String mqttUrl;

    @Option(
            names = "--mqtt-user",
            paramLabel = "NAME",
            description = "User name at the broker. Default: none")
    private String mqttUser;

    @Option(
            names = "--mqtt-password-file",
            paramLabel = "FILE",
            description = {
                "File whose first line is the password at the broker, read at each connect. There"
                        + " is no flag for the password itself, since other users could see it;"
                        + " NVR_MQTT_PASSWORD and nvr.mqtt-password are read.",
                "Default: none"
            })
    private Path mqttPasswordFile;

    @Option(
            names = "--mqtt-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the CA certificates trusted for the broker. Default: those of"
                            + " Java")
    private Path mqttCa;

    @Option(
            names = "--mqtt-cert",
            paramLabel = "FILE",
            description = "PEM certificate chain of this client; needs --mqtt-key. Default: none")
    private Path mqttCert;

    @Option(
            names = "--mqtt-key",
            paramLabel = "FILE",
            description = "PEM private key, PKCS#8, of --mqtt-cert. Default: none")
    private Path mqttKey;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "nvr",
            description = {"What every topic begins with.", "Default: ${DEFAULT-VALUE}"})
    private String topicPrefix;

    private String password;

    /**
     * Checks the values, and that there is a password where one is to be. To be called once, after
     * picocli has filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        check(new OptionSources(flags, settings));
        readPassword(settings);
    }

    private void check(OptionSources from) {
        from.require(
                isBroker(mqttUrl),
                "--mqtt-url",
                mqttUrl,
                "scheme://host:port, the scheme tcp, mqtt, ssl, mqtts, ws or wss, a path with the"
                        + " last two alone, the user in --mqtt-user instead");
        Rules.file(from, "--mqtt-password-file", mqttPasswordFile);
        Rules.file(from, "--mqtt-ca", mqttCa);
        Rules.file(from, "--mqtt-cert", mqttCert);
        Rules.file(from, "--mqtt-key", mqttKey);
        if ((mqttCert == null) != (mqttKey == null)) {
            throw new ConfigException("--mqtt-cert and --mqtt-key need each other");
        }
        for (String option : List.of("--mqtt-ca", "--mqtt-cert")) {
            Path pem = option.equals("--mqtt-ca") ? mqttCa : mqttCert;
            if (pem != null && !usesTls()) {
                throw new ConfigException(
                        option + " needs a --mqtt-url with TLS: ssl, mqtts or wss, not " + mqttUrl);
            }
        }
        from.require(
                topicPrefix.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
                        && topicPrefix.length() <= 100,
                "--topic-prefix",
                topicPrefix,
                "at most 100 letters, digits, dots, dashes, underscores, with single slashes between"
                        + " them");
    }

    private static boolean isBroker(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean overHttp = scheme.startsWith("ws");
            return SCHEMES.contains(scheme)
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65535
                    && (overHttp || uri.getRawPath().isEmpty() && uri.getRawQuery() == null)
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void readPassword(Settings settings) {
        password = settings.value(Settings.PASSWORD);
        if (mqttPasswordFile == null) {
            return;
        }
        if (password != null) {
            throw new ConfigException(
                    "--mqtt-password-file and "
                            + settings.origin(Settings.PASSWORD).orElseThrow()
                            + " are both set; keep one");
        }
        mqttPassword();
    }

    /** Takes the broker inside this process instead of {@code --mqtt-url}. */
    void useEmbedded(int port) {
        mqttUrl = "tcp://127.0.0.1:" + port;
    }

    /** In the form that Paho takes: scheme tcp, ssl, ws or wss, no credentials. */
    public String mqttUrl() {
        return mqttUrl.replaceFirst("(?i)^mqtts://", "ssl://")
                .replaceFirst("(?i)^mqtt://", "tcp://");
    }

    public boolean usesTls() {
        return mqttUrl().matches("(?i)(ssl|wss)://.*");
    }

    public Optional<String> mqttUser() {
        return Optional.ofNullable(mqttUser);
    }

    /**
     * A secret, which may change: where it is in a file, the file is read at each call.
     *
     * @throws ConfigException if it cannot be read
     */
    public Optional<String> mqttPassword() {
        if (mqttPasswordFile == null) {
            return Optional.ofNullable(password);
        }
        return Optional.of(Text.of(mqttPasswordFile).lines().findFirst().orElse(""));
    }

    /** Where the password is, if it is in a file. */
    public Optional<Path> mqttPasswordFile() {
        return Optional.ofNullable(mqttPasswordFile);
    }

    public Optional<Path> mqttCa() {
        return Optional.ofNullable(mqttCa);
    }

    /** Present exactly when {@link #mqttKey()} is. */
    public Optional<Path> mqttCert() {
        return Optional.ofNullable(mqttCert);
    }

    public Optional<Path> mqttKey() {
        return Optional.ofNullable(mqttKey);
    }

    /** Without a slash at either end. */
    public String topicPrefix() {
        return topicPrefix;
    }
}
