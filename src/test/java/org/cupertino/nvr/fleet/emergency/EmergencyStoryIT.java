package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.Processors;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody falls, is looked at closely, and is helped: all of it, as everybody can follow it. */
@Timeout(300)
class EmergencyStoryIT {
    private static final String EMERGENCY = "emergency-room-2";
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** More than a loaded machine is late with a frame. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;

    @BeforeEach
    void serverIsThere() {
        RtspServer.assumeAvailable();
    }

    @Test
    void room_goes_into_an_emergency_and_out_of_it() {
        Map<String, Path> mounts =
                Map.of("0", Site.VIDEO, "1", Site.VIDEO, "2", Site.VIDEO, "3", Site.VIDEO);
        try (RtspServer cameras = RtspServer.start(mounts);
                Site site =
                        new Site(
                                BROKER,
                                processors,
                                folder,
                                "nvr.stream-server=rtsp://127.0.0.1:" + cameras.port(),
                                "nvr.metrics-interval=1s")) {
            site.processor("main-a", "--streams", "0,1", "--max-fps", "0.5");
            site.processor("main-b", "--streams", "2,3", "--max-fps", "1");
            site.awaitLive("main-a", 0, 1);
            site.awaitLive("main-b", 2, 3);
            site.complete("main-a", "set_fps", "{\"source_id\":1,\"max_fps\":0.1}");
            site.complete("main-b", "set_fps", "{\"source_id\":3,\"max_fps\":0.4}");
            site.orchestrator(
                    "--emergency-model",
                    "nanodet-g",
                    "--emergency-fps",
                    "2",
                    "--others-fps",
                    "0.2");
            site.awaitFrames("main-b", 2, 2);
            String beforeA = Site.settings(site.status("main-a"));
            String beforeB = Site.settings(site.status("main-b"));

            site.happens(Site.FALL, 2);
            JsonNode entered = site.awaitRoom(2, "emergency");
            assertThat(entered.path("emergency_instance").asText()).isEqualTo(EMERGENCY);
            assertThat(entered.path("holders")).hasToString("[\"main-b\"]");
            site.awaitLive(EMERGENCY, 2);
            site.awaitLive("main-b", 3);
            assertThat(Site.rates(site.status("main-a"))).isEqualTo(Map.of(0, 0.2, 1, 0.1));
            assertThat(Site.rates(site.status("main-b"))).isEqualTo(Map.of(3, 0.2));
            site.awaitFrames(EMERGENCY, 2, 3);
            site.awaitRoom(
                    2,
                    "watched",
                    room ->
                            room.path("emergency_fps").asDouble() > 0
                                    && room.path("last_detection_at").isTextual());
            site.happens(Site.ASSISTED, 2);
            site.awaitRoom(2, "normal");
            site.awaitStatus(
                    EMERGENCY,
                    "stopped",
                    status -> status.path("status").asText().equals("stopped"));
            site.awaitLive("main-a", 0, 1);
            site.awaitLive("main-b", 2, 3);
            assertThat(Site.settings(site.status("main-a"))).isEqualTo(beforeA);
            assertThat(Site.settings(site.status("main-b"))).isEqualTo(beforeB);
            site.awaitFrames("main-b", 2, 2);
            site.assertNobodySpawnedLeft();
            assertThat(site.spawned()).hasSize(1);

            Timeline timeline = Timeline.of(site.probe);
            assertSteps(timeline);
            assertEntered(timeline, site.spawned().get(0));
            assertLeft(timeline);
            assertThat(timeline.on("nvr/control/status/main-b"))
                    .extracting(status -> Site.rates(status).getOrDefault(2, 1.0))
                    .as("the camera of the room keeps its own rate")
                    .containsOnly(1.0);
            timeline.assertEachCommandDoneBeforeTheNext();
            assertThat(timeline.longestGap(2)).isLessThan(INTERVAL.plus(SLACK));
        }
        assertRetained("nvr/orchestrator/status/2", "state", "normal");
        assertRetained("nvr/control/status/" + EMERGENCY, "status", "stopped");
    }

    private static void assertSteps(Timeline timeline) {
        List<JsonNode> rooms = timeline.on("nvr/orchestrator/status/2");
        assertThat(rooms).allSatisfy(room -> assertThat(room.path("problems")).isEmpty());
        assertThat(rooms.stream().map(room -> room.path("state").asText()).distinct())
                .containsExactly("entering", "emergency", "leaving", "normal");
        assertThat(
                        rooms.stream()
                                .flatMap(room -> Site.stream(room.path("steps")))
                                .filter(step -> step.path("result").asText().equals("done"))
                                .map(step -> step.path("step").asText())
                                .distinct())
                .containsExactly(
                        "slow-others",
                        "spawn",
                        "await-live",
                        "rename",
                        "release-camera",
                        "return-camera",
                        "stop-emergency",
                        "restore-rates");
    }

    private static void assertEntered(Timeline timeline, String born) {
        int release = timeline.command("remove_stream", "main-b", 0);
        int seen = timeline.seen(2, born, 0);
        assertThat(
                        List.of(
                                timeline.command("set_fps", "main-a", 0),
                                timeline.status(born, "running", 0),
                                seen,
                                timeline.command("rename_instance", born, 0),
                                release,
                                timeline.room(2, "emergency", 0)))
                .isSorted();
        assertThat(timeline.json(timeline.status(EMERGENCY, "running", 0)).path("renamed_from"))
                .hasToString("\"" + born + "\"");
        // The one still looks when the other does.
        assertThat(Site.rates(timeline.lastStatus("main-b", release))).containsKey(2);
        assertThat(timeline.json(release).path("params").path("lease_s").asDouble()).isPositive();
        assertThat(timeline.seen(2, EMERGENCY, release)).isPositive();
    }

    private static void assertLeft(Timeline timeline) {
        int assisted = timeline.event(Site.ASSISTED);
        int back = timeline.command("remove_stream", "main-b", assisted);
        int stop = timeline.command("stop", EMERGENCY, assisted);
        int stopped = timeline.status(EMERGENCY, "stopped", assisted);
        assertThat(
                        List.of(
                                back,
                                stop,
                                stopped,
                                timeline.command("set_fps", "main-b", stop),
                                timeline.room(2, "normal", assisted)))
                .isSorted();
        assertThat(timeline.json(back).path("params").path("lease_s").asDouble()).isZero();
        assertThat(timeline.command("set_fps", "main-a", assisted))
                .isBetween(stopped, timeline.room(2, "normal", assisted));
        assertThat(Site.rates(timeline.lastStatus("main-b", stop))).containsKey(2);
        JsonNode first = timeline.json(timeline.seen(2, "main-b", back));
        assertThat(Timeline.time(first)).isBefore(Timeline.time(timeline.json(stopped)));
    }

    private static void assertRetained(String topic, String key, String value) {
        try (MqttProbe late = new MqttProbe(BROKER.url()).subscribe(topic)) {
            Received last = late.await(message -> true, Site.SOON);
            assertThat(last.retained()).isTrue();
            assertThat(last.json().path(key).asText()).isEqualTo(value);
        }
    }
}
