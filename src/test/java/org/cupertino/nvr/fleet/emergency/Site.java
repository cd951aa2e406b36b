package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;

/**
 * Processors and orchestrators behind one broker, each a process, and somebody who hears all that
 * they say. The processes belong to {@link Processors}.
 */
final class Site implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final String FALL = "fall_detected";
    static final String ASSISTED = "resident_assisted";
    static final Path VIDEO = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();

    private static final Pattern SPAWNED = Pattern.compile("Started (\\S+) as process (\\d+)");

    final MqttProbe probe;
    private final Processors processors;
    private final Path config;
    private final Path logs;
    private final List<ProcessorProcess> orchestrators = new CopyOnWriteArrayList<>();
    private int requests;

    /**
     * @param settings lines of the properties file that all processors of the site have
     * @param folder an empty one
     */
    Site(Mosquitto broker, Processors processors, Path folder, String... settings) {
        this.processors = processors;
        logs = folder.resolve("logs");
        processors
                .environment("NVR_MQTT_URL", broker.url())
                .environment("NVR_HTTP_PORT", "0")
                .environment("NVR_SPAWN_LOGS", logs);
        config = folder.resolve("site.properties");
        try {
            Files.write(config, List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        probe = new MqttProbe(broker.url()).subscribe("nvr/#");
    }

    /** Settings of a site with the cameras 0 to 5, each of which shows the same. */
    static String[] filmed() {
        StringBuilder streams = new StringBuilder("nvr.stream=");
        for (int camera = 0; camera <= 5; camera++) {
            streams.append(camera).append('=').append(VIDEO).append(' ');
        }
        return new String[] {streams.toString(), "nvr.file-playback=loop"};
    }

    /** Starts a processor; {@link #awaitLive} returns when it works. */
    ProcessorProcess processor(String id, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of("processor", "--config", config.toString(), "--instance-id", id));
        all.addAll(List.of(options));
        return processors.start(all.toArray(String[]::new));
    }

    /** Starts a processor for cameras of {@link #filmed}. */
    ProcessorProcess resident(String id, double fps, int... cameras) {
        List<String> options = new ArrayList<>(List.of("--max-fps", Double.toString(fps)));
        for (int camera : cameras) {
            options.add("--stream");
            options.add(camera + "=" + VIDEO);
        }
        return processor(id, options.toArray(String[]::new));
    }

    /** Starts an orchestrator; returns when it takes events. */
    ProcessorProcess orchestrator(String... options) {
        List<String> all =
                new ArrayList<>(List.of("orchestrator", "--processor-config", config.toString()));
        all.addAll(List.of(options));
        ProcessorProcess started = processors.start(all.toArray(String[]::new));
        orchestrators.add(started);
        started.awaitLine("Orchestrator waits for events", SOON);
        return started;
    }

    /** Sends an event. */
    void happens(String event, int room) {
        probe.publish(
                "nvr/orchestrator/events",
                "{\"event\":\"%s\",\"room_id\":%d}".formatted(event, room));
    }

    /** Has a processor do something, and waits until it has. */
    void complete(String target, String command, String params) {
        String id = "test-" + ++requests;
        probe.publish(
                "nvr/control/commands",
                "{\"command\":\"%s\",\"params\":%s,\"target_instances\":[\"%s\"],\"request_id\":\"%s\"}"
                        .formatted(command, params, target, id));
        probe.await(message -> isDone(message, id), SOON);
    }

    static boolean isDone(Received message, String requestId) {
        return message.topic().startsWith("nvr/control/acks/")
                && message.json().path("request_id").asText().equals(requestId)
                && message.json().path("ack_status").asText().equals("completed");
    }

    /** Waits until the last status of an instance is as wanted. */
    JsonNode awaitStatus(String id, String what, Predicate<JsonNode> wanted) {
        return awaitLast("nvr/control/status/" + id, what, wanted);
    }

    /** Waits until an instance runs, and has these cameras and no others, all live. */
    JsonNode awaitLive(String id, Integer... cameras) {
        return awaitStatus(
                id,
                "running with live cameras " + List.of(cameras),
                status ->
                        status.path("status").asText().equals("running")
                                && rates(status).keySet().equals(Set.of(cameras))
                                && stream(status.path("sources"))
                                        .allMatch(s -> s.path("state").asText().equals("live")));
    }

    /** Waits until the last status of a room is as wanted. */
    JsonNode awaitRoom(int room, String what, Predicate<JsonNode> wanted) {
        return awaitLast("nvr/orchestrator/status/" + room, what, wanted);
    }

    /** Waits until a room is in that state, for the orchestrator. */
    JsonNode awaitRoom(int room, String state) {
        return awaitRoom(room, state, status -> status.path("state").asText().equals(state));
    }

    private JsonNode awaitLast(String topic, String what, Predicate<JsonNode> wanted) {
        try {
            await(topic + " to be " + what)
                    .atMost(SOON)
                    .until(() -> last(topic).filter(wanted).isPresent());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " Last is " + last(topic) + output(), e);
        }
        return last(topic).orElseThrow();
    }

    /** The last status of an instance. */
    JsonNode status(String id) {
        return last("nvr/control/status/" + id).orElseThrow();
    }

    /** The last status of a room. */
    JsonNode room(int room) {
        return last("nvr/orchestrator/status/" + room).orElseThrow();
    }

    private Optional<JsonNode> last(String topic) {
        List<Received> all = probe.messages(topic);
        return all.isEmpty() || all.get(all.size() - 1).payload().isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).json());
    }

    /** What an instance saw of a camera so far, in the order in which it was published. */
    List<JsonNode> detections(String id, int camera) {
        return probe.messages("nvr/detections/" + camera).stream()
                .map(Received::json)
                .filter(detection -> detection.path("instance_id").asText().equals(id))
                .toList();
    }

    /** Returns when an instance has published so many more frames of a camera. */
    void awaitFrames(String id, int camera, int more) {
        int before = detections(id, camera).size();
        await(id + " to publish camera " + camera)
                .atMost(SOON)
                .until(() -> detections(id, camera).size() >= before + more);
    }

    /** What the operator has set of an instance, and what holds for a time: nothing, at rest. */
    static String settings(JsonNode status) {
        return status.path("max_fps")
                + " "
                + rates(status)
                + stream(status.path("sources")).map(s -> s.path("uri").asText()).toList()
                + (status.has("leases") ? status.path("leases") : "");
    }

    /** Frames a second asked for, by camera. */
    static SortedMap<Integer, Double> rates(JsonNode status) {
        SortedMap<Integer, Double> rates = new TreeMap<>();
        stream(status.path("sources"))
                .forEach(s -> rates.put(s.path("source_id").asInt(), s.path("max_fps").asDouble()));
        return rates;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all.stream();
    }

    /** Names that emergency processors were started under, in order. */
    List<String> spawned() {
        return spawns().map(spawn -> spawn.group(1)).toList();
    }

    /** The process that was started under a name. */
    ProcessHandle process(String bornAs) {
        String pid =
                spawns().filter(spawn -> spawn.group(1).equals(bornAs))
                        .map(spawn -> spawn.group(2))
                        .findFirst()
                        .orElseThrow();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** One that has ended may be listed for ever, where nobody asks how it ended. */
    private static boolean lives(Matcher spawn) {
        return ProcessHandle.of(Long.parseLong(spawn.group(2)))
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    /** What those wrote that were started for an emergency. */
    private String output() {
        StringBuilder output = new StringBuilder();
        for (String id : spawned()) {
            try {
                output.append("\n--- ").append(id).append('\n');
                output.append(Files.readString(logs.resolve(id + ".log")));
            } catch (IOException e) {
                output.append(e);
            }
        }
        return output.toString();
    }

    private Stream<Matcher> spawns() {
        return orchestrators.stream()
                .flatMap(orchestrator -> orchestrator.lines().stream())
                .map(SPAWNED::matcher)
                .filter(Matcher::find);
    }

    /** Nothing that was started for an emergency lives, or will soon. */
    void assertNobodySpawnedLeft() {
        assertThat(spawned()).isNotEmpty();
        await("the end of all emergency processors")
                .atMost(SOON)
                .until(() -> spawns().noneMatch(Site::lives));
    }

    @Override
    public void close() {
        probe.close();
    }
}
