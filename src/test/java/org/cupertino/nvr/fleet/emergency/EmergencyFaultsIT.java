package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens in an emergency, somebody looks, and in the end all is as it was before. */
@Timeout(300)
class EmergencyFaultsIT {
    /** Of a camera at the emergency rate, and more than a loaded machine is late with a frame. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(8);

    @RegisterExtension final Mosquitto broker = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();
    @TempDir Path folder;

    private Site site;
    private ProcessorProcess mainB;
    private String beforeA;
    private String beforeB;

    @BeforeEach
    void residentsAreThere() {
        site = new Site(broker, processors, folder, Site.filmed());
        site.resident("main-a", 1, 0, 1);
        mainB = site.resident("main-b", 1, 2, 3);
        beforeA = Site.settings(site.awaitLive("main-a", 0, 1));
        beforeB = Site.settings(site.awaitLive("main-b", 2, 3));
    }

    @AfterEach
    void listenerGoes() {
        site.close();
    }

    @Test
    void room_that_comes_too_many_waits_for_its_turn_and_each_has_one_processor_of_its_own() {
        orchestrator("--max-emergencies", "1");
        site.happens(Site.FALL, 2);
        site.awaitRoom(2, "starting one", room -> room.has("born_as"));
        // One more processor is born at the same time, and is nobody's.
        site.resident("bystander", 1, 5);
        site.happens(Site.FALL, 2);
        site.happens(Site.FALL, 0);
        JsonNode queued =
                site.awaitRoom(
                        0,
                        "queued, and why",
                        room ->
                                room.path("state").asText().equals("queued")
                                        && !room.path("problems").isEmpty());
        assertThat(queued.path("problems").path(0).asText()).contains("Waits", "rooms [2]");
        site.awaitRoom(2, "emergency");
        awaitRates("bystander", Map.of(5, 0.2));
        awaitRates("main-a", Map.of(0, 1.0, 1, 0.2));
        assertThat(site.room(0).path("state").asText()).isEqualTo("queued");
        assertThat(site.spawned()).hasSize(1);
        site.awaitFrames("main-a", 0, 2);

        site.happens(Site.ASSISTED, 2);
        site.awaitRoom(2, "normal");
        site.awaitRoom(0, "emergency");
        site.awaitLive("emergency-room-0", 0);
        assertThat(site.room(0).path("problems")).isEmpty();
        awaitRates("main-a", Map.of(1, 0.2));
        awaitRates("main-b", Map.of(2, 0.2, 3, 0.2));
        assertThat(site.spawned()).hasSize(2);

        site.happens(Site.ASSISTED, 0);
        site.awaitRoom(0, "normal");
        assertAllAsBefore();
        awaitRates("bystander", Map.of(5, 1.0));

        site.happens(Site.FALL, 3);
        site.awaitRoom(3, "starting one", room -> room.has("born_as"));
        site.happens(Site.ASSISTED, 3);
        site.awaitRoom(3, "normal");
        assertAllAsBefore();
        site.assertNobodySpawnedLeft();
        Timeline timeline = Timeline.of(site.probe);
        for (int camera : List.of(0, 2, 3)) {
            assertThat(timeline.longestGap(camera)).as("%d", camera).isLessThan(LONGEST_GAP);
        }
        assertThat(timeline.commands("rename_instance")).hasSize(2);
    }

    @Test
    void emergencies_outlive_whatever_dies_in_them() {
        ProcessorProcess orchestrator = orchestrator();
        site.happens(Site.FALL, 1);
        site.happens(Site.FALL, 2);
        site.awaitRoom(1, "emergency");
        site.awaitRoom(2, "emergency");
        site.awaitLive("main-a", 0);
        site.awaitLive("main-b", 3);
        assertThat(site.spawned()).hasSize(2);

        emergencyProcessorDies();
        brokerDies();
        orchestratorDies(orchestrator);
        mainProcessorDies();
        assertAllAsBefore();
        site.assertNobodySpawnedLeft();
    }

    private void emergencyProcessorDies() {
        String first = site.room(2).path("born_as").asText();
        site.process(first).destroyForcibly();
        site.awaitFrames("main-b", 2, 1);
        JsonNode room =
                site.awaitRoom(2, "without it", r -> !r.path("born_as").asText().equals(first));
        assertThat(room.path("state").asText()).isEqualTo("entering");
        assertThat(room.path("problems").path(0).asText()).contains("emergency-room-2 died");
        room = site.awaitRoom(2, "emergency");
        assertThat(room.path("problems")).isEmpty();
        assertThat(site.spawned()).hasSize(3).endsWith(room.path("born_as").asText());
        site.awaitLive("emergency-room-2", 2);
        site.awaitLive("main-b", 3);
        assertThat(Timeline.of(site.probe).longestGap(2)).isLessThan(LONGEST_GAP);
    }

    private void brokerDies() {
        broker.kill();
        broker.start();
        try (MqttProbe late = new MqttProbe(broker.url()).subscribe("nvr/orchestrator/#")) {
            for (int room : List.of(1, 2)) {
                String topic = "nvr/orchestrator/status/" + room;
                JsonNode received = late.await(m -> m.topic().equals(topic), Site.SOON).json();
                assertThat(received.path("state").asText())
                        .as("%s", received)
                        .isEqualTo("emergency");
            }
            // It hears events again as well, and says so when they make no sense.
            await().atMost(Site.SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> {
                                late.publish("nvr/orchestrator/events", "help");
                                return !late.messages("nvr/orchestrator/rejected").isEmpty();
                            });
        }
        await().atMost(Site.SOON).until(site.probe::isConnected);
        site.awaitFrames("emergency-room-1", 1, 1);
        site.awaitFrames("emergency-room-2", 2, 1);
        assertThat(site.spawned()).hasSize(3);
    }

    private void orchestratorDies(ProcessorProcess orchestrator) {
        JsonNode before = site.room(2);
        orchestrator.killAlone();
        site.happens(Site.ASSISTED, 1);
        orchestrator();
        site.awaitRoom(1, "normal");
        site.awaitLive("main-a", 0, 1);
        site.awaitFrames("emergency-room-2", 2, 1);
        for (String same : List.of("state", "since", "born_as", "emergency_instance", "holders")) {
            assertThat(site.room(2).path(same)).isEqualTo(before.path(same));
        }
        assertThat(site.spawned()).hasSize(3);
        awaitRates("main-a", Map.of(0, 0.2, 1, 0.2));
    }

    private void mainProcessorDies() {
        mainB.kill();
        mainB = site.resident("main-b", 1, 2, 3);
        // Camera 2 is taken from it again, maybe before it is live there.
        site.awaitLive("main-b", 3);
        awaitRates("main-b", Map.of(3, 0.2));
        assertThat(site.room(2).path("state").asText()).isEqualTo("emergency");

        mainB.kill();
        site.happens(Site.ASSISTED, 2);
        site.awaitRoom(
                2,
                "waiting for main-b",
                room -> room.path("steps").toString().contains("main-b is not there"));
        site.awaitFrames("emergency-room-2", 2, 2);
        assertThat(site.room(2).path("state").asText()).isEqualTo("leaving");
        site.resident("main-b", 1, 2, 3);
        site.awaitRoom(2, "normal");
        assertThat(site.status("emergency-room-2").path("status").asText()).isEqualTo("stopped");
    }

    @Test
    void orchestrator_that_dies_on_the_way_is_followed_by_the_next_and_by_itself_without_one() {
        ProcessorProcess first = orchestrator("--emergency-lease", "5s");
        site.happens(Site.FALL, 2);
        first.awaitLine("Started emergency-", Site.SOON);
        first.killAlone();
        ProcessorProcess second = orchestrator("--emergency-lease", "5s");
        JsonNode room = site.awaitRoom(2, "emergency");
        assertThat(site.spawned()).containsExactly(room.path("born_as").asText());
        site.awaitLive("emergency-room-2", 2);
        site.awaitLive("main-b", 3);

        second.killAlone();
        assertAllAsBefore();
        JsonNode last =
                site.awaitStatus(
                        "emergency-room-2",
                        "stopped",
                        status -> status.path("status").asText().equals("stopped"));
        assertThat(last.path("reason").asText()).contains("lease");
        site.assertNobodySpawnedLeft();
        site.awaitFrames("main-b", 2, 1);
        assertThat(Timeline.of(site.probe).longestGap(2)).isLessThan(LONGEST_GAP);
    }

    @Test
    void room_stays_with_its_own_processor_when_none_comes_up_for_the_emergency() {
        orchestrator("--emergency-model", "no-such-model");
        site.happens("coffee_spilled", 2);
        site.probe.await(
                message ->
                        message.topic().equals("nvr/orchestrator/rejected")
                                && message.payload().contains("must be one of fall_detected"),
                Site.SOON);
        site.happens(Site.FALL, 2);
        awaitRates("main-a", Map.of(0, 0.2, 1, 0.2));
        site.awaitRoom(
                2,
                "told why",
                room ->
                        room.path("problems")
                                .toString()
                                .contains("There is no model no-such-model"));
        site.awaitRoom(
                2,
                "without hope",
                room ->
                        room.path("problems")
                                .toString()
                                .contains("no emergency processor comes up"));
        assertAllAsBefore();
        assertThat(site.spawned()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(site.room(2).path("state").asText()).isEqualTo("entering");

        site.happens(Site.ASSISTED, 2);
        JsonNode room = site.awaitRoom(2, "normal");
        assertThat(room.path("problems")).isEmpty();
        assertAllAsBefore();
        site.assertNobodySpawnedLeft();
        Timeline timeline = Timeline.of(site.probe);
        assertThat(timeline.commands("remove_stream")).isEmpty();
        assertThat(timeline.longestGap(2)).isLessThan(LONGEST_GAP);
    }

    private ProcessorProcess orchestrator(String... options) {
        processors
                .environment("NVR_EMERGENCY_MODEL", "nanodet-g")
                .environment("NVR_EMERGENCY_FPS", "1")
                .environment("NVR_OTHERS_FPS", "0.2");
        return site.orchestrator(options);
    }

    private void awaitRates(String id, Map<Integer, Double> rates) {
        site.awaitStatus(id, "at " + rates, status -> Site.rates(status).equals(rates));
    }

    private void assertAllAsBefore() {
        site.awaitStatus("main-a", beforeA, status -> Site.settings(status).equals(beforeA));
        site.awaitStatus("main-b", beforeB, status -> Site.settings(status).equals(beforeB));
        site.awaitLive("main-a", 0, 1);
        site.awaitLive("main-b", 2, 3);
    }
}
