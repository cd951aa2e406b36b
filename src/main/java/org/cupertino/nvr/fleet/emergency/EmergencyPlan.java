package org.cupertino.nvr.fleet.emergency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;

/**
 * The settings that an emergency processor is started with: those of the site's processors, and on
 * top of them its own.
 */
final class EmergencyPlan {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** What belongs to one process, and what would make its frames come too seldom. */
    private static final String NOT_HANDED_ON =
            "nvr\\.(config|http-port|embedded-broker.*|key-frames-only)";

    /** The scores of one model say nothing about those of another. */
    private static final String OF_ONE_MODEL = "nvr\\.(confidence|iou)";

    private final OrchestratorOptions options;
    private final Map<String, String> site;
    private final SiteFile file;
    private final boolean takesOurPassword;

    /**
     * @throws ConfigException if no processor could be started like that
     */
    EmergencyPlan(OrchestratorOptions options) {
        this.options = options;
        this.site = new HashMap<>(options.processorSettings());
        site.keySet().removeIf(key -> key.matches(NOT_HANDED_ON));
        site.put("nvr.topic-prefix", options.mqtt().topicPrefix());
        site.putIfAbsent("nvr.mqtt-url", options.mqtt().mqttUrl());
        if (site.containsKey("nvr.mqtt-user")) {
            takesOurPassword = false;
        } else {
            options.mqtt().mqttUser().ifPresent(user -> site.put("nvr.mqtt-user", user));
            takesOurPassword = true;
        }
        options.mqtt().mqttCa().ifPresent(ca -> site.putIfAbsent("nvr.mqtt-ca", ca.toString()));
        try {
            ProcessorOptions usual = ProcessorOptions.from(site::get);
            file = new SiteFile(usual.cameras());
            file.read();
            if (!usual.detector().model().equals(options.emergencyModel())) {
                adaptToOtherModel(usual.detector().classes());
            }
        } catch (ConfigException e) {
            throw new ConfigException("No processor starts with these settings: " + e.getMessage());
        }
    }

    /** A pose network sees people alone, and scores them lower. */
    private void adaptToOtherModel(Collection<String> classes) {
        site.keySet().removeIf(key -> key.matches(OF_ONE_MODEL));
        site.put("nvr.camera-limits", "false");
        if (!classes.contains("person")) {
            site.remove("nvr.classes");
        }
    }

    /** The file where there is one, since the password may change; else what it is now. */
    private void addPassword(Map<String, String> settings) {
        Optional<Path> file = options.mqtt().mqttPasswordFile();
        if (file.isPresent()) {
            settings.put("nvr.mqtt-password-file", file.get().toAbsolutePath().toString());
        } else {
            options.mqtt()
                    .mqttPassword()
                    .ifPresent(word -> settings.put("nvr.mqtt-password", word));
        }
    }

    /** How long leased removals and leased sampling rates hold unless they are renewed. */
    Duration lease() {
        return options.lease();
    }

    /** How long an emergency processor lives unless its lease is renewed. */
    Duration processorLease() {
        // The cameras are to be back with their processors before it goes.
        return options.lease().multipliedBy(2);
    }

    /** How long an emergency processor may take until its first status. */
    Duration spawnTimeout() {
        return options.spawnTimeout();
    }

    /** How long it may publish no frame before another processor has to watch. */
    Duration longestSilence() {
        Duration threeFrames = Duration.ofMillis((long) (3_000 / options.emergencyFps()));
        return threeFrames.compareTo(SILENCE) > 0 ? threeFrames : SILENCE;
    }

    /** Properties {@code nvr.*} of a processor for one camera; may hold secrets. */
    synchronized Map<String, String> settings(String instanceId, int sourceId) {
        Map<String, String> settings = new HashMap<>(site);
        settings.remove("nvr.cameras");
        file.read().ifPresent(path -> settings.put("nvr.cameras", path.toString()));
        settings.keySet().removeIf(key -> key.matches("nvr\\.(streams|n|start|end)"));
        if (takesOurPassword) {
            addPassword(settings);
        }
        settings.put("nvr.stream", sourceId + "=" + file.cameras().addressOf(sourceId));
        settings.put("nvr.instance-id", instanceId);
        settings.put("nvr.model", options.emergencyModel());
        settings.put("nvr.max-fps", Double.toString(options.emergencyFps()));
        settings.put("nvr.lease", processorLease().toMillis() + "ms");
        settings.put("nvr.enable-control", "true");
        // An empty frame shows that the camera is watched.
        settings.put("nvr.publish-empty", "true");
        // Only these settings: the working directory may hold a file for another processor.
        settings.put("nvr.config", "/dev/null");
        return settings;
    }
}
