package org.cupertino.nvr.app;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.observe.Check;
import org.cupertino.nvr.observe.HealthChecks;

/** The health check of a program's connections to the broker. */
final class LinkHealth {
    private LinkHealth() {}

    /**
     * @param links by their roles
     */
    static Check check(Map<String, MqttLink> links) {
        Map<String, Supplier<Optional<String>>> problems =
                links.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, link -> () -> problem(link.getValue())));
        return HealthChecks.broker(problems);
    }

    private static Optional<String> problem(MqttLink link) {
        if (link.isReady()) {
            return Optional.empty();
        }
        if (link.isUp()) {
            return Optional.of("subscription not granted");
        }
        return Optional.of(
                link.problem().map(why -> "not connected: " + why).orElse("not connected"));
    }
}
