package org.cupertino.nvr.fleet.emergency;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;

/**
 * What an emergency processor is started with: the settings that processors have at this site, and
 * on top of them what makes it one.
 */
final class EmergencyPlan {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final OrchestratorOptions options;
    private final Map<String, String> site;
    private final CameraOptions cameras;

    /**
     * @throws ConfigException if no processor could be started like that
     */
    EmergencyPlan(OrchestratorOptions options) {
        this.options = options;
        this.site = new HashMap<>(options.processorSettings());
        site.keySet().removeIf(key -> key.matches("nvr\\.(config|http-port|embedded-broker.*)"));
        site.put("nvr.topic-prefix", options.mqtt().topicPrefix());
        site.putIfAbsent("nvr.mqtt-url", options.mqtt().mqttUrl());
        if (!site.containsKey("nvr.mqtt-user")) {
            options.mqtt().mqttUser().ifPresent(user -> site.put("nvr.mqtt-user", user));
            options.mqtt().mqttPassword().ifPresent(word -> site.put("nvr.mqtt-password", word));
        }
        options.mqtt().mqttCa().ifPresent(ca -> site.putIfAbsent("nvr.mqtt-ca", ca.toString()));
        this.cameras = cameras(site);
    }

    private static CameraOptions cameras(Map<String, String> site) {
        try {
            return ProcessorOptions.from(site::get).cameras();
        } catch (ConfigException e) {
            throw new ConfigException("No processor starts with these settings: " + e.getMessage());
        }
    }

    /** How long the cameras and rates of others stay as they were told, unless told again. */
    Duration lease() {
        return options.lease();
    }

    /** How long an emergency processor goes on without being told that it is still needed. */
    Duration processorLease() {
        // The cameras are to be back with their processors before it goes.
        return options.lease().multipliedBy(2);
    }

    /** How long an emergency processor may take until it is heard of. */
    Duration spawnTimeout() {
        return options.spawnTimeout();
    }

    /** How long it may tell nothing of its camera before somebody else has to look. */
    Duration longestSilence() {
        Duration threeFrames = Duration.ofMillis((long) (3_000 / options.emergencyFps()));
        return threeFrames.compareTo(SILENCE) > 0 ? threeFrames : SILENCE;
    }

    /** Properties {@code nvr.*} of a processor for one camera; may hold secrets. */
    Map<String, String> settings(String instanceId, int sourceId) {
        Map<String, String> settings = new HashMap<>(site);
        settings.keySet().removeIf(key -> key.matches("nvr\\.(streams|n|start|end)"));
        String uri = cameras.uris().getOrDefault(sourceId, cameras.uriOf(sourceId));
        settings.put("nvr.stream", sourceId + "=" + uri);
        settings.put("nvr.instance-id", instanceId);
        settings.put("nvr.model", options.emergencyModel());
        settings.put("nvr.max-fps", Double.toString(options.emergencyFps()));
        settings.put("nvr.lease", processorLease().toMillis() + "ms");
        settings.put("nvr.enable-control", "true");
        // An empty frame tells as well that somebody looks.
        settings.put("nvr.publish-empty", "true");
        // Nothing but what stands here: there may be a file for another processor.
        settings.put("nvr.config", "/dev/null");
        return settings;
    }
}
