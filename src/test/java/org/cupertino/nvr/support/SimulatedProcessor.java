package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What a processor says and does on the wire, without a camera: it obeys the commands that an
 * orchestrator sends, all its cameras are live at once, and it publishes empty frames.
 */
public final class SimulatedProcessor implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean mortal;
    private final double maxFps;
    private final Instant startedAt = Instant.now();
    private final Set<Integer> cameras = new TreeSet<>();
    private final Set<Integer> removed = new TreeSet<>();
    private final Map<Integer, Double> slowed = new TreeMap<>();
    private final MqttAsyncClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Double allSlowed;
    private String id;
    private String renamedFrom;
    private String state = "running";
    private long frame;

    /**
     * @param login credentials
     * @param mortal whether it has a lease on itself, as emergency processors have
     */
    public SimulatedProcessor(
            String url,
            Consumer<MqttConnectionOptions> login,
            String id,
            boolean mortal,
            double maxFps,
            int... sources) {
        this.id = id;
        this.mortal = mortal;
        this.maxFps = maxFps;
        for (int source : sources) {
            cameras.add(source);
        }
        MqttConnectionOptions options = new MqttConnectionOptions();
        login.accept(options);
        try {
            client = new MqttAsyncClient(url, "sim-" + UUID.randomUUID(), new MemoryPersistence());
            client.setCallback(new Ears());
            client.connect(options).waitForCompletion(10_000);
            MqttSubscription statuses = new MqttSubscription("nvr/control/status/+", 1);
            statuses.setNoLocal(true);
            client.subscribe("nvr/control/commands/#", 1).waitForCompletion(10_000);
            client.subscribe(statuses).waitForCompletion(10_000);
        } catch (MqttException e) {
            throw new AssertionError(id + " does not connect: " + e, e);
        }
        publishStatus(false);
        // Soon after one another at first: whoever waits for it looks at each status.
        for (int ms = 100; mortal && ms <= 1_000; ms += 100) {
            timer.schedule(() -> publishStatus(false), ms, TimeUnit.MILLISECONDS);
        }
        long framesEvery = (long) (1_000 / maxFps);
        timer.scheduleAtFixedRate(this::publishFrames, 0, framesEvery, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(this::publishMetrics, 5, 10, TimeUnit.SECONDS);
    }

    public synchronized boolean hasEnded() {
        return state.equals("stopped");
    }

    public synchronized String id() {
        return id;
    }

    private synchronized void publishStatus(boolean pong) {
        ObjectNode status =
                message()
                        .put("status", state)
                        .put("started_at", text(startedAt))
                        .put("uptime_s", 1)
                        .put("version", "1.0.0")
                        .put("host", "box")
                        .put("model_id", "nanodet-g")
                        .put("max_fps", allSlowed == null ? maxFps : allSlowed);
        ArrayNode sources = status.putArray("sources");
        cameras.forEach(
                source ->
                        sources.addObject()
                                .put("source_id", source)
                                .put("state", "live")
                                .put("max_fps", slowed.getOrDefault(source, maxFps))
                                .put("fps", maxFps)
                                .put("uri", "rtsp://cams/" + source));
        ArrayNode leases = JSON.createArrayNode();
        if (mortal) {
            lease(leases, "process", null);
        }
        if (allSlowed != null) {
            lease(leases, "max_fps", null);
        }
        slowed.keySet().forEach(source -> lease(leases, "max_fps", source));
        removed.forEach(source -> lease(leases, "removed", source));
        if (!leases.isEmpty()) {
            status.set("leases", leases);
        }
        if (renamedFrom != null) {
            status.put("renamed_from", renamedFrom);
        }
        if (pong) {
            status.put("pong", true);
        }
        publish("nvr/control/status/" + id, status, true);
    }

    private void lease(ArrayNode leases, String what, Integer source) {
        leases.addObject()
                .put("what", what)
                .put("source_id", source)
                .put("until", text(Instant.now().plusSeconds(60)))
                .put("max_fps", what.equals("process") ? null : maxFps);
    }

    private synchronized void publishFrames() {
        for (int source : cameras) {
            ObjectNode event =
                    message()
                            .put("source_id", source)
                            .put("frame_id", frame++)
                            .put("model_id", "nanodet-g")
                            .put("inference_time_ms", 1)
                            .put("frame_width", 640)
                            .put("frame_height", 480);
            event.putArray("detections");
            publish("nvr/detections/" + source, event, false);
        }
    }

    private synchronized void publishMetrics() {
        publish("nvr/status/metrics/" + id, message().put("inference_throughput", maxFps), false);
    }

    private synchronized void obey(JsonNode command) {
        JsonNode targets = command.path("target_instances");
        boolean mine = !targets.isArray() || targets.isEmpty();
        for (JsonNode target : targets) {
            mine |= target.asText().equals(id) || target.asText().equals("*");
        }
        if (!mine || hasEnded()) {
            return;
        }
        ack(command, "received");
        JsonNode params = command.path("params");
        Integer source = params.has("source_id") ? params.get("source_id").asInt() : null;
        boolean begins = params.path("lease_s").asDouble() > 0;
        switch (command.path("command").asText()) {
            case "set_fps" -> slow(source, begins ? params.path("max_fps").asDouble() : null);
            case "remove_stream" -> {
                if (begins && cameras.remove(source)) {
                    removed.add(source);
                } else if (!begins && removed.remove(source)) {
                    cameras.add(source);
                }
            }
            case "add_stream" -> cameras.add(source);
            case "rename_instance" -> {
                publish("nvr/control/status/" + id, null, true);
                renamedFrom = id;
                id = params.path("new_instance_id").asText();
            }
            case "stop" -> state = "stopped";
            default -> {}
        }
        ack(command, "completed");
        publishStatus(command.path("command").asText().equals("ping"));
    }

    private void slow(Integer source, Double fps) {
        if (source == null) {
            allSlowed = fps;
            slowed.clear();
        } else if (fps == null) {
            slowed.remove(source);
        }
        if (fps != null) {
            (source == null ? cameras : Set.of(source)).forEach(s -> slowed.put(s, fps));
        }
    }

    private void ack(JsonNode command, String status) {
        ObjectNode ack =
                message()
                        .put("command", command.path("command").asText())
                        .put("request_id", command.path("request_id").asText())
                        .put("ack_status", status);
        publish("nvr/control/acks/" + id, ack, false);
    }

    private ObjectNode message() {
        return JSON.createObjectNode()
                .put("schema_version", 1)
                .put("instance_id", id)
                .put("timestamp", text(Instant.now()));
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).plusNanos(1).toString().substring(0, 23) + "Z";
    }

    private void publish(String topic, JsonNode message, boolean retained) {
        try {
            byte[] payload = message == null ? new byte[0] : message.toString().getBytes(UTF_8);
            client.publish(topic, payload, 1, retained);
        } catch (MqttException e) {
            // It is being killed.
        }
    }

    /** Ends without a word. */
    public synchronized void kill() {
        state = "stopped";
        close();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException e) {
            // It was closed before.
        }
    }

    private final class Ears implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            if (topic.startsWith("nvr/control/commands")) {
                try {
                    obey(JSON.readTree(message.getPayload()));
                } catch (IOException e) {
                    throw new AssertionError("A command is no JSON", e);
                }
            } else if (!message.isRetained() && topic.endsWith("/" + id()) && !hasEnded()) {
                publishStatus(false);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // It is being killed.
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // The test fails by what does not come.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Nobody waits.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // It subscribes by itself.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No extended authentication.
        }
    }
}
