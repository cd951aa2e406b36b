package org.cupertino.nvr.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.secret.CameraAddress;

/** What is a right value, for every option but the choice of cameras. */
final class Checks {
    private static final Set<String> CAMERA_SCHEMES =
            Set.of("rtsp", "rtsps", "http", "https", "file");
    private static final Set<String> BROKER_SCHEMES =
            Set.of("tcp", "mqtt", "ssl", "mqtts", "ws", "wss");
    private static final Duration LONGEST = Duration.ofDays(1);

    /** So that one that is renewed three times in it survives a slow answer. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    /** Bytes. Less than this no processor has started with. */
    private static final long SMALLEST_MEMORY = 128L << 20;

    private Checks() {}

    static void check(ProcessorOptions o, OptionSources from) {
        from.require(
                InstanceIds.isValid(o.instanceId),
                "--instance-id",
                o.instanceId,
                "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit");
        folder(from, "--routes", o.routes);
        duration(from, "--metrics-interval", o.metricsInterval);
        from.require(
                o.lease == null || o.lease.toMillis() >= 1000 && o.lease.compareTo(LONGEST) <= 0,
                "--lease",
                o.lease == null ? "" : Durations.format(o.lease),
                "at least 1s and at most 24h");
        cameras(o.cameras, from);
        detector(o.detector, from);
        publish(o.publish, from);
        http(o.http, from);
    }

    static void check(OrchestratorOptions o, OptionSources from) {
        folder(from, "--routes", o.routes);
        from.require(
                ModelIds.isValid(o.emergencyModel),
                "--emergency-model",
                o.emergencyModel,
                "the id of a model: 1 to 64 letters, digits, dots, dashes, underscores");
        rate(from, "--emergency-fps", o.emergencyFps);
        rate(from, "--others-fps", o.othersFps);
        from.require(
                o.maxEmergencies >= 1 && o.maxEmergencies <= 100,
                "--max-emergencies",
                o.maxEmergencies,
                "1 to 100");
        duration(from, "--emergency-lease", o.lease);
        from.require(
                o.lease.compareTo(SHORTEST_LEASE) >= 0,
                "--emergency-lease",
                Durations.format(o.lease),
                "at least " + Durations.format(SHORTEST_LEASE));
        duration(from, "--spawn-timeout", o.spawnTimeout);
        file(from, "--processor-config", o.processorConfig);
        http(o.http, from);
    }

    private static void rate(OptionSources from, String option, double value) {
        from.require(
                value > 0 && value <= 1000,
                option,
                value,
                "more than 0 and at most 1000 frames a second");
    }

    private static void cameras(CameraOptions o, OptionSources from) {
        from.require(
                isServer(o.streamServer),
                "--stream-server",
                o.streamServer,
                "an rtsp, rtsps, http or https URL such as rtsp://localhost:8554");
        from.require(
                o.maxFps > 0 && o.maxFps <= 1000,
                "--max-fps",
                o.maxFps,
                "more than 0 and at most 1000 frames a second");
        file(from, "--camera-ca", o.cameraCa);
        duration(from, "--connect-timeout", o.connectTimeout);
        duration(from, "--stall-timeout", o.stallTimeout);
        o.allowedSchemes =
                o.allowedSchemes.stream().map(s -> s.toLowerCase(Locale.ROOT)).distinct().toList();
        from.require(
                CAMERA_SCHEMES.containsAll(o.allowedSchemes),
                "--allowed-schemes",
                String.join(",", o.allowedSchemes),
                "some of rtsp, rtsps, http, https, file");
    }

    private static void detector(DetectorOptions o, OptionSources from) {
        from.require(
                ModelIds.isValid(o.model),
                "--model",
                o.model,
                "the id of a model, not a path: 1 to 64 letters, digits, dots, dashes, underscores");
        folder(from, "--models", o.models);
        fraction(from, "--confidence", o.confidence);
        fraction(from, "--iou", o.iou);
        from.require(
                o.classes().stream().noneMatch(String::isBlank),
                "--classes",
                String.join(",", o.classes()),
                "names with single commas between them");
        o.device = o.device.toLowerCase(Locale.ROOT);
        from.require(Devices.isValid(o.device), "--device", o.device, "auto, cpu, cuda or cuda:N");
        from.require(o.workers >= 1 && o.workers <= 256, "--workers", o.workers, "1 to 256");
    }

    static void mqtt(MqttOptions o, OptionSources from) {
        URI url = broker(o.mqttUrl);
        from.require(
                url != null && url.getRawUserInfo() == null,
                "--mqtt-url",
                o.mqttUrl,
                "scheme://host:port, the scheme tcp, mqtt, ssl, mqtts, ws or wss, a path with the"
                        + " last two alone, the user in --mqtt-user instead");
        file(from, "--mqtt-password-file", o.mqttPasswordFile);
        file(from, "--mqtt-ca", o.mqttCa);
        file(from, "--mqtt-cert", o.mqttCert);
        file(from, "--mqtt-key", o.mqttKey);
        if ((o.mqttCert == null) != (o.mqttKey == null)) {
            throw new ConfigException("--mqtt-cert and --mqtt-key need each other");
        }
        for (String option : List.of("--mqtt-ca", "--mqtt-cert")) {
            Path pem = option.equals("--mqtt-ca") ? o.mqttCa : o.mqttCert;
            if (pem != null && !o.usesTls()) {
                throw new ConfigException(
                        option
                                + " needs a --mqtt-url with TLS: ssl, mqtts or wss, not "
                                + o.mqttUrl);
            }
        }
        from.require(
                o.topicPrefix.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
                        && o.topicPrefix.length() <= 100,
                "--topic-prefix",
                o.topicPrefix,
                "at most 100 letters, digits, dots, dashes, underscores, with single slashes between"
                        + " them");
    }

    static void spawn(SpawnOptions o, OptionSources from) {
        from.require(
                o.image.matches("[A-Za-z0-9][A-Za-z0-9./:_@-]*"),
                "--spawn-image",
                o.image,
                "the name of an image such as cupertino-nvr or registry.example:5000/nvr:1.0");
        from.require(
                o.networks().stream().allMatch(n -> n.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")),
                "--spawn-network",
                String.join(",", o.networks()),
                "names of networks with single commas between them");
        from.require(
                o.extraHosts().stream().allMatch(h -> h.matches("[A-Za-z0-9_.-]+:[A-Za-z0-9.:-]+")),
                "--spawn-extra-host",
                String.join(",", o.extraHosts()),
                "NAME:ADDRESS with single commas between them");
        from.require(
                o.memory >= SMALLEST_MEMORY,
                "--spawn-memory",
                Sizes.format(o.memory),
                "at least " + Sizes.format(SMALLEST_MEMORY));
        from.require(
                o.logs == null || !Files.exists(o.logs) || Files.isDirectory(o.logs),
                "--spawn-logs",
                o.logs,
                "a folder");
    }

    private static void publish(PublishOptions o, OptionSources from) {
        from.require(
                o.detectionsQos >= 0 && o.detectionsQos <= 2,
                "--detections-qos",
                o.detectionsQos,
                "0, 1 or 2");
        from.require(
                o.outboxSize >= 1 && o.outboxSize <= 1_000_000,
                "--outbox-size",
                o.outboxSize,
                "1 to 1000000 messages");
        from.require(
                o.embeddedBrokerPort >= 1 && o.embeddedBrokerPort <= 65535,
                "--embedded-broker-port",
                o.embeddedBrokerPort,
                "1 to 65535");
    }

    private static void http(HttpOptions o, OptionSources from) {
        from.require(
                o.httpHost.matches("[A-Za-z0-9.:_-]+"),
                "--http-host",
                o.httpHost,
                "an address or name of this machine, the port in --http-port instead");
        from.require(
                o.httpPort == null || o.httpPort >= 0 && o.httpPort <= 65535,
                "--http-port",
                o.httpPort,
                "1 to 65535, or 0 for none");
    }

    private static boolean isServer(String url) {
        try {
            return !CameraAddress.of(url).isFile();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static URI broker(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean overHttp = scheme.startsWith("ws");
            return BROKER_SCHEMES.contains(scheme)
                            && uri.getHost() != null
                            && uri.getPort() != 0
                            && uri.getPort() <= 65535
                            && (overHttp || uri.getRawPath().isEmpty() && uri.getRawQuery() == null)
                            && uri.getRawFragment() == null
                    ? uri
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void fraction(OptionSources from, String option, Double value) {
        from.require(
                value == null || value > 0 && value <= 1,
                option,
                value,
                "more than 0 and at most 1");
    }

    private static void duration(OptionSources from, String option, Duration value) {
        from.require(
                value == null || value.toMillis() > 0 && value.compareTo(LONGEST) <= 0,
                option,
                value == null ? "" : Durations.format(value),
                "more than 0 and at most 24h");
    }

    private static void folder(OptionSources from, String option, Path path) {
        from.require(path == null || Files.isDirectory(path), option, path, "an existing folder");
    }

    private static void file(OptionSources from, String option, Path path) {
        from.require(
                path == null || Files.isRegularFile(path) && Files.isReadable(path),
                option,
                path,
                "a file that can be read");
    }
}
