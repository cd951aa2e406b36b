package org.cupertino.nvr.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;

/**
 * A moment on the way of room 2 into an emergency or out of it.
 *
 * @param topic of the message that begins it; null for a line of the orchestrator's log
 * @param pattern found in the payload or the line
 * @param offsetMs after that
 */
record Moment(String topic, String pattern, int offsetMs) {
    private static final String ROOM = "nvr/orchestrator/status/2";
    private static final String COMMANDS = "nvr/control/commands";
    private static final Duration SOON = Duration.ofSeconds(60);

    static final List<Moment> IN =
            List.of(
                    log("fall_detected in room 2", 0),
                    log("Started emergency-", 0),
                    message(COMMANDS, "\"remove_stream\"", 0),
                    log("fall_detected in room 2", 100),
                    log("fall_detected in room 2", 300),
                    log("Started emergency-", 1_000),
                    message("nvr/control/status/+", "\"emergency-.*\"starting\"", 0),
                    message("nvr/control/status/+", "\"emergency-.*\"live\"", 50),
                    message(COMMANDS, "\"rename_instance\"", 0),
                    message(ROOM, "\"state\":\"emergency\"", 500));

    static final List<Moment> OUT =
            List.of(
                    log("resident_assisted in room 2", 0),
                    message(COMMANDS, "\"stop\"", 0),
                    message(COMMANDS, "\"remove_stream\"", 0),
                    log("resident_assisted in room 2", 50),
                    log("resident_assisted in room 2", 300),
                    message(COMMANDS, "\"remove_stream\"", 300),
                    message(COMMANDS, "\"stop\"", 200),
                    message("nvr/control/status/+", "\"emergency-.*\"stopped\"", 0),
                    message(COMMANDS, "\"set_fps\"", 0),
                    message(COMMANDS, "\"set_fps\"", 100));

    private static Moment log(String pattern, int offsetMs) {
        return new Moment(null, pattern, offsetMs);
    }

    private static Moment message(String topic, String pattern, int offsetMs) {
        return new Moment(topic, pattern, offsetMs);
    }

    /** Returns at it, within a few milliseconds. */
    void reach(ProcessorProcess orchestrator, MqttProbe probe) {
        Predicate<String> found = Pattern.compile(pattern).asPredicate();
        await(toString())
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .pollDelay(Duration.ZERO)
                .until(
                        () ->
                                topic == null
                                        ? orchestrator.lines().stream().anyMatch(found)
                                        : probe.messages(topic).stream()
                                                .anyMatch(m -> found.test(m.payload())));
        if (offsetMs > 0) {
            await().pollDelay(Duration.ofMillis(offsetMs)).until(() -> true);
        }
    }

    @Override
    public String toString() {
        return pattern.replaceAll("[\"\\\\]", "") + (offsetMs == 0 ? "" : " + " + offsetMs + " ms");
    }
}
