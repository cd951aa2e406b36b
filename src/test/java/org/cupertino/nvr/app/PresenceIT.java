package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the broker and everybody else know of a processor that comes, dies or goes. */
@Timeout(300)
class PresenceIT {
    /** From the command or the signal to the exit of the process. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    @RegisterExtension final Mosquitto broker = new Mosquitto();
    private CommandDesk desk;

    @BeforeEach
    void connect() {
        desk = new CommandDesk(broker);
    }

    @AfterEach
    void disconnect() {
        desk.close();
    }

    @Test
    void killed_processor_is_offline_under_the_name_it_had_last() throws Exception {
        try (ProcessorProcess processor = processor("proc-a")) {
            desk.awaitStatus("proc-a", "running");
            assertThat(retained("proc-a").path("status").asText()).isEqualTo("running");
            desk.complete("proc-a", "rename_instance", "{\"new_instance_id\":\"proc-b\"}");
            assertThat(desk.awaitStatus("proc-b", "running").path("renamed_from").asText())
                    .isEqualTo("proc-a");
            await().atMost(CommandDesk.SOON).until(() -> retainedOn("proc-a").isEmpty());

            processor.kill();

            JsonNode gone = desk.awaitStatus("proc-b", "offline");
            assertThat(gone.path("instance_id").asText()).isEqualTo("proc-b");
            assertThat(retained("proc-b").path("status").asText()).isEqualTo("offline");
            assertThat(retainedOn("proc-a")).isEmpty();
            assertThat(statuses("proc-a")).doesNotContain("offline");
        }
    }

    @Test
    void status_is_there_again_after_the_broker_lost_it() throws Exception {
        try (ProcessorProcess processor = processor("proc-a")) {
            desk.awaitStatus("proc-a", "running");
            broker.kill();
            broker.start();
            // Running means that it hears commands, which may be a moment later.
            await().atMost(CommandDesk.SOON)
                    .until(
                            () ->
                                    !retainedOn("proc-a").isEmpty()
                                            && retained("proc-a")
                                                    .path("status")
                                                    .asText()
                                                    .equals("running"));
            await().atMost(CommandDesk.SOON).until(() -> desk.probe.isConnected());
            await().atMost(CommandDesk.SOON)
                    .ignoreExceptions()
                    .until(() -> !commandReached("proc-a").isEmpty());
            processor.kill();
            desk.awaitStatus("proc-a", "offline");
        }
    }

    @Test
    void stop_command_ends_it_in_order_even_while_a_model_loads() throws Exception {
        try (ProcessorProcess processor = processor("proc-a")) {
            desk.awaitStatus("proc-a", "running");
            desk.send("proc-a", "change_model", "{\"model_id\":\"nanodet-g-640\"}");
            desk.awaitStatus("proc-a", "reconfiguring");
            String stop = desk.send("proc-a", "stop", "{}");
            assertThat(processor.awaitExit(STOP_WITHIN)).isZero();
            assertThat(desk.finalAck(stop).path("ack_status").asText()).isEqualTo("completed");
            assertThat(retained("proc-a").path("status").asText()).isEqualTo("stopped");
            assertThat(statuses("proc-a")).doesNotContain("offline");
            assertThat(processor.toString()).doesNotContain("ERROR");
        }
    }

    @Test
    void stop_command_ends_it_in_order_even_while_it_starts() throws Exception {
        try (ProcessorProcess processor = processor("proc-a")) {
            desk.awaitStatus("proc-a", "starting");
            desk.send("proc-a", "stop", "{}");
            assertThat(processor.awaitExit(STOP_WITHIN)).isZero();
            assertThat(retained("proc-a").path("status").asText()).isEqualTo("stopped");
            assertThat(processor.toString()).doesNotContain("ERROR", "detector is closed");
        }
    }

    @Test
    void stop_is_quick_while_cameras_hang_in_connect_and_the_broker_hangs_too() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ProcessorProcess processor =
                        processor("proc-a", "--stream", hanging(silent), "--max-fps", "1")) {
            desk.awaitStatus("proc-a", "running");
            broker.pause();
            processor.terminate();
            processor.awaitExit(STOP_WITHIN);
            assertThat(processor.toString()).contains("stopped").doesNotContain("ERROR");
            broker.unpause();
            await("the retained status is not running for ever")
                    .atMost(CommandDesk.SOON)
                    .ignoreExceptions()
                    .until(() -> retained("proc-a").path("status").asText().equals("offline"));
        }
    }

    @Test
    void stop_is_quick_while_the_broker_is_down() throws Exception {
        try (ProcessorProcess processor = processor("proc-a")) {
            desk.awaitStatus("proc-a", "running");
            broker.stop();
            processor.terminate();
            processor.awaitExit(STOP_WITHIN);
            assertThat(processor.toString()).contains("stopped").doesNotContain("ERROR");
        }
    }

    @Test
    void stop_command_ends_it_in_order_while_cameras_hang_in_connect() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ProcessorProcess processor = processor("proc-a", "--stream", hanging(silent))) {
            desk.awaitStatus("proc-a", "running");
            String stop = desk.send("proc-a", "stop", "{}");
            assertThat(processor.awaitExit(STOP_WITHIN)).isZero();
            assertThat(desk.finalAck(stop).path("ack_status").asText()).isEqualTo("completed");
            assertThat(retained("proc-a").path("status").asText()).isEqualTo("stopped");
        }
    }

    /** Ten cameras that accept connections and never say a word. */
    private static String hanging(ServerSocket silent) {
        List<String> cameras =
                IntStream.range(0, 10)
                        .mapToObj(i -> i + "=rtsp://127.0.0.1:" + silent.getLocalPort() + "/" + i)
                        .toList();
        return String.join(" ", cameras);
    }

    private ProcessorProcess processor(String id, String... more) {
        return ProcessorProcess.start(
                Map.of("NVR_MQTT_URL", broker.url()),
                Stream.concat(Stream.of("processor", "--instance-id", id), Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<Received> commandReached(String id) {
        desk.probe.publish(
                CommandDesk.COMMANDS, "{\"command\":\"ping\",\"target_instances\":\"" + id + "\"}");
        return desk.probe.messages("nvr/control/acks/" + id);
    }

    private List<String> statuses(String id) {
        return desk.probe.messages("nvr/control/status/" + id).stream()
                .filter(m -> !m.payload().isEmpty())
                .map(m -> m.json().path("status").asText())
                .toList();
    }

    /** What a newcomer receives of an instance. */
    private JsonNode retained(String id) {
        return retainedOn(id).get(0).json();
    }

    private List<Received> retainedOn(String id) {
        String end = "end/" + System.nanoTime();
        try (MqttProbe newcomer = new MqttProbe(broker.url())) {
            newcomer.subscribe("nvr/control/status/" + id, end);
            newcomer.publish(end, "{}");
            newcomer.await(m -> m.topic().equals(end), CommandDesk.SOON);
            return newcomer.messages("nvr/control/status/" + id);
        }
    }
}
