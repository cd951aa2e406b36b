package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An orchestrator is killed at moments of the way into an emergency and out of it, and another one
 * is started: in the end all is as it should be. The profile faults takes all moments, and has the
 * broker die too; else two are taken.
 */
@Tag("faults")
@Timeout(3_000)
class OrchestratorKillIT {
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final Duration SOON = Duration.ofSeconds(150);
    private static final Path VIDEO =
            Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();

    /** At one frame a second, and more than a loaded machine is late with it. */
    private static final Duration LONGEST_UNSEEN = Duration.ofSeconds(8);

    @RegisterExtension
    static final Mosquitto BROKER =
            new Mosquitto()
                    .config(
                            "persistence true\npersistence_location /var/lib/mosquitto/\n"
                                    + "autosave_on_changes true\nautosave_interval 1");

    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;

    private final List<String> complaints = new ArrayList<>();
    private MqttProbe probe;
    private SpawnedProcesses spawned;
    private ProcessorProcess orchestrator;

    @Test
    void orchestrator_that_is_killed_at_any_moment_is_followed_to_the_right_end() throws Exception {
        Path site = folder.resolve("site.properties");
        Files.writeString(
                site,
                "nvr.stream=2=%s 3=%s\nnvr.file-playback=loop\nnvr.detections-qos=1\n"
                        .formatted(VIDEO, VIDEO));
        processors
                .environment("NVR_MQTT_URL", BROKER.url())
                .environment("NVR_HTTP_PORT", "0")
                .environment("NVR_SPAWN_LOGS", folder.resolve("logs"));
        spawned = new SpawnedProcesses(BROKER.url());
        probe =
                new MqttProbe(
                        BROKER.url(),
                        options -> {
                            options.setCleanStart(false);
                            options.setSessionExpiryInterval(600L);
                        });
        probe.subscribe("nvr/#");
        processors.start(
                "processor",
                "--config",
                site.toString(),
                "--instance-id",
                "main",
                "--max-fps",
                "1");
        awaitStatus("main", "\"live\".*\"live\"");
        orchestrator = orchestrator();
        // Before its first start the broker has no session for events.
        orchestrator.awaitLine("Orchestrator waits for events", SOON);
        System.out.print(
                "| killed at | broker too | emergency processors at once | longest unseen, s |\n"
                        + "|---|---|---|---|\n");
        if (FULL) {
            for (boolean brokerToo : List.of(false, true)) {
                for (int i = 0; i < Moment.IN.size(); i++) {
                    emergency(Moment.IN.get(i), Moment.OUT.get(i), brokerToo);
                }
            }
        } else {
            emergency(Moment.IN.get(0), Moment.OUT.get(0), false);
        }
        assertThat(complaints).isEmpty();
    }

    @AfterEach
    void end() {
        spawned.close();
        probe.close();
    }

    private void emergency(Moment in, Moment out, boolean brokerToo) {
        probe.clear();
        happens("fall_detected");
        killed(in, brokerToo);
        awaitRoom("emergency");
        awaitStatus("emergency-room-2", "\"live\"");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () ->
                                !last("nvr/control/status/main")
                                        .contains("\"source_id\":2,\"state\""));
        assertThat(spawned.alive()).as("%s", in).hasSize(1);
        row(in, brokerToo);
        happens("resident_assisted");
        if (out != null) {
            killed(out, brokerToo);
        }
        awaitRoom("normal");
        awaitStatus("main", "\"live\".*\"live\"");
        assertThat(last("nvr/control/status/main")).doesNotContain("\"leases\"");
        await().atMost(SOON).until(() -> spawned.alive().isEmpty());
        if (out != null) {
            row(out, brokerToo);
        }
    }

    private void killed(Moment moment, boolean brokerToo) {
        moment.reach(orchestrator, probe);
        orchestrator.killAlone();
        if (brokerToo) {
            BROKER.kill();
            BROKER.start();
        }
        orchestrator = orchestrator();
    }

    private ProcessorProcess orchestrator() {
        return processors.start(
                "orchestrator",
                "--processor-config",
                folder.resolve("site.properties").toString(),
                "--emergency-model",
                "nanodet-g",
                "--emergency-fps",
                "1",
                "--others-fps",
                "0.5",
                "--spawn-timeout",
                "45s");
    }

    private void row(Moment moment, boolean brokerToo) {
        int atOnce = spawned.most();
        Duration unseen = longestUnseen();
        String line =
                "| %s | %s | %d | %.1f |"
                        .formatted(
                                moment, brokerToo ? "yes" : "no", atOnce, unseen.toMillis() / 1e3);
        System.out.println(line);
        if (atOnce > 1 || unseen.compareTo(LONGEST_UNSEEN) > 0) {
            complaints.add(line);
        }
    }

    /** The longest time without a frame of the room's camera from anybody, by capture times. */
    private Duration longestUnseen() {
        List<Instant> seen =
                probe.messages("nvr/detections/2").stream()
                        .map(Received::json)
                        .map(frame -> Instant.parse(frame.path("timestamp").asText()))
                        .sorted()
                        .toList();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < seen.size(); i++) {
            Duration gap = Duration.between(seen.get(i - 1), seen.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    private void happens(String event) {
        await().atMost(SOON).until(probe::isConnected);
        probe.publish(
                "nvr/orchestrator/events", "{\"event\":\"%s\",\"room_id\":2}".formatted(event));
    }

    private void awaitRoom(String state) {
        await("room to be " + state)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () ->
                                last("nvr/orchestrator/status/2")
                                        .contains("\"state\":\"" + state + "\""));
    }

    private void awaitStatus(String id, String regex) {
        await(id + " to be " + regex)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> last("nvr/control/status/" + id).matches(".*" + regex + ".*"));
    }

    /** The last payload on a topic, as others that come now get it. */
    private static String last(String topic) {
        try (MqttProbe late = new MqttProbe(BROKER.url()).subscribe(topic)) {
            late.await(message -> true, Duration.ofSeconds(5));
            List<Received> all = late.messages(topic);
            return all.get(all.size() - 1).payload();
        } catch (ConditionTimeoutException | AssertionError e) {
            return "";
        }
    }
}
