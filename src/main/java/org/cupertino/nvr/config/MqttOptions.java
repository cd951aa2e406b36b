package org.cupertino.nvr.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How to reach the broker; shared by every command that talks to one. */
public final class MqttOptions {
    @Option(
            names = "--mqtt-url",
            paramLabel = "URL",
            defaultValue = "tcp://localhost:1883",
            description = {
                "The MQTT 5 broker: tcp:// or mqtt://, with TLS ssl:// or mqtts://, over HTTP ws://"
                        + " or wss://. Not used with --embedded-broker.",
                "Default: ${DEFAULT-VALUE}"
            })
    String mqttUrl;

    @Option(
            names = "--mqtt-user",
            paramLabel = "NAME",
            description = "User name at the broker. Default: none")
    String mqttUser;

    @Option(
            names = "--mqtt-password-file",
            paramLabel = "FILE",
            description = {
                "File whose first line is the password at the broker. There is no flag for the"
                        + " password itself, since other users could see it; NVR_MQTT_PASSWORD and"
                        + " nvr.mqtt-password are read.",
                "Default: none"
            })
    Path mqttPasswordFile;

    @Option(
            names = "--mqtt-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the authorities that may vouch for the broker. Default: those of"
                            + " Java")
    Path mqttCa;

    @Option(
            names = "--mqtt-cert",
            paramLabel = "FILE",
            description = "PEM certificate chain of this client; needs --mqtt-key. Default: none")
    Path mqttCert;

    @Option(
            names = "--mqtt-key",
            paramLabel = "FILE",
            description = "PEM private key, PKCS#8, of --mqtt-cert. Default: none")
    Path mqttKey;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "nvr",
            description = {"What every topic begins with.", "Default: ${DEFAULT-VALUE}"})
    String topicPrefix;

    private String password;

    /**
     * Checks the values and takes the password up from where it is. To be called once, after
     * picocli has filled the fields.
     *
     * @throws ConfigException if a value is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        Checks.mqtt(this, new OptionSources(flags, settings));
        password(settings);
    }

    private void password(Settings settings) {
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
        try {
            password = Files.readString(mqttPasswordFile).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ConfigException("--mqtt-password-file cannot be read: " + e);
        }
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

    /** A secret. */
    public Optional<String> mqttPassword() {
        return Optional.ofNullable(password);
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
