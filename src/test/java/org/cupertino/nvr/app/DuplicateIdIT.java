package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.processor.report.DuplicateIdWatch;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Two processors of one id notice each other, and one that is alone notices nobody. */
@Timeout(300)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class DuplicateIdIT {
    private static final String CONFLICT = "has the same instance id";

    @RegisterExtension final Mosquitto broker = new Mosquitto();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private CommandDesk desk;

    @BeforeEach
    void connect() {
        desk = new CommandDesk(broker);
        log.start();
        ((Logger) LoggerFactory.getLogger(DuplicateIdWatch.class)).addAppender(log);
    }

    @AfterEach
    void disconnect() {
        ((Logger) LoggerFactory.getLogger(DuplicateIdWatch.class)).detachAppender(log);
        desk.close();
    }

    @Test
    void namesakes_tell_each_other_until_one_of_them_goes() {
        try (RunningProcessor first = processor("twin")) {
            desk.awaitStatus("twin", "running");
            String firstStart = last("twin").path("started_at").asText();
            RunningProcessor second = processor("twin");
            try {
                await().atMost(CommandDesk.SOON).until(() -> conflictsReported("twin").size() == 2);
                assertThat(errors()).isEqualTo(2);
                assertQuiet("twin");
            } finally {
                second.close();
            }
            await().atMost(CommandDesk.SOON)
                    .until(
                            () ->
                                    last("twin").path("status").asText().equals("running")
                                            && last("twin").path("reason").isMissingNode());
            assertThat(last("twin").path("started_at").asText()).isEqualTo(firstStart);
            assertThat(errors()).isEqualTo(2);
        }
    }

    @Test
    void namesake_by_a_rename_is_noticed_and_forgotten_by_the_next_rename() {
        try (RunningProcessor one = processor("one");
                RunningProcessor two = processor("two")) {
            desk.awaitStatus("one", "running");
            desk.awaitStatus("two", "running");
            assertThat(conflictsReported("one")).isEmpty();
            desk.complete("two", "rename_instance", "{\"new_instance_id\":\"one\"}");
            await().atMost(CommandDesk.SOON).until(() -> conflictsReported("one").size() == 2);
            // Nobody can tell the two apart by their id, so both are renamed and meet again.
            desk.send("one", "rename_instance", "{\"new_instance_id\":\"both\"}");
            await().atMost(CommandDesk.SOON).until(() -> conflictsReported("both").size() == 2);
            assertQuiet("both");
        }
    }

    @Test
    void lone_processor_tells_its_status_again_when_somebody_clears_it_and_accuses_nobody() {
        try (RunningProcessor processor = processor("alone")) {
            desk.awaitStatus("alone", "running");
            desk.probe.publish("nvr/control/status/alone", "", 1, true, new MqttProperties());
            await().atMost(CommandDesk.SOON)
                    .until(
                            () ->
                                    !desk.probe.messages("nvr/control/status/alone").isEmpty()
                                            && !lastPayload("alone").isEmpty());
            desk.probe.clear();
            broker.kill();
            broker.start();
            await().atMost(CommandDesk.SOON).until(desk.probe::isConnected);
            await().atMost(CommandDesk.SOON)
                    .until(() -> !desk.probe.messages("nvr/control/status/alone").isEmpty());
            desk.complete("alone", "rename_instance", "{\"new_instance_id\":\"still-alone\"}");
            desk.complete("still-alone", "rename_instance", "{\"new_instance_id\":\"alone\"}");
            desk.awaitStatus("alone", "running");
            assertQuiet("alone");
            assertThat(conflictsReported("alone")).isEmpty();
            assertThat(errors()).isZero();
        }
    }

    private RunningProcessor processor(String id) {
        return new RunningProcessor(
                Map.of("instance-id", id, "mqtt-url", broker.url(), "metrics-interval", "1h"));
    }

    /** It comes to rest: what one says must not make the other speak without end. */
    private void assertQuiet(String id) {
        long[] last = {0, System.nanoTime()};
        await().atMost(CommandDesk.SOON)
                .until(
                        () -> {
                            int size = desk.probe.messages("nvr/control/status/" + id).size();
                            if (size != last[0]) {
                                last[0] = size;
                                last[1] = System.nanoTime();
                            }
                            return System.nanoTime() - last[1] > 800_000_000;
                        });
    }

    private long errors() {
        return List.copyOf(log.list).stream().filter(e -> e.getLevel() == Level.ERROR).count();
    }

    /** Who reports a namesake, by when it was started. */
    private List<String> conflictsReported(String id) {
        return desk.probe.messages("nvr/control/status/" + id).stream()
                .map(Received::payload)
                .filter(payload -> payload.contains(CONFLICT))
                .map(payload -> payload.replaceAll(".*\"started_at\":\"([^\"]*)\".*", "$1"))
                .distinct()
                .toList();
    }

    private String lastPayload(String id) {
        List<Received> all = desk.probe.messages("nvr/control/status/" + id);
        return all.get(all.size() - 1).payload();
    }

    private JsonNode last(String id) {
        List<Received> all =
                desk.probe.messages("nvr/control/status/" + id).stream()
                        .filter(m -> !m.payload().isEmpty())
                        .toList();
        return all.get(all.size() - 1).json();
    }
}
