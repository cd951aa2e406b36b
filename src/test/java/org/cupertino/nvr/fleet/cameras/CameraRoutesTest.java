package org.cupertino.nvr.fleet.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.cupertino.nvr.support.PahoStandIn;
import org.cupertino.nvr.support.PahoStandIn.Published;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shipped routes of cameras, with a stand-in for MQTT and for the bean. */
class CameraRoutesTest {
    private static final Instant AT = Instant.parse("2026-01-31T08:00:00.123Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PahoStandIn mqtt = new PahoStandIn();
    private final Book book = new Book();

    /** Takes the place of {@link Cameras}. */
    public static final class Book {
        private final List<CameraChange> pending = new CopyOnWriteArrayList<>();
        private final List<Exception> failures = new CopyOnWriteArrayList<>();

        public List<CameraChange> changes() {
            return List.copyOf(pending);
        }

        public void told(CameraChange change) {
            pending.remove(change);
        }

        public void failed(Exception why) {
            failures.add(why);
        }

        /** For another route of the file. */
        public Object notice(Object finding) {
            return finding;
        }
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void each_change_is_published_once_and_one_without_a_status_clears_the_topic()
            throws Exception {
        book.pending.addAll(List.of(new CameraChange(2, status()), new CameraChange(17, null)));
        start();
        await().atMost(SOON).until(book.pending::isEmpty);
        assertThat(mqtt.published())
                .extracting(Published::topic)
                .containsExactly("nvr/cameras/2", "nvr/cameras/17");
        assertThat(Json.mapper().readValue(mqtt.published().get(0).payload(), CameraStatus.class))
                .isEqualTo(status());
        assertThat(mqtt.published().get(1).payload()).isEmpty();
        assertThat(book.failures).isEmpty();
    }

    @Test
    void what_the_broker_does_not_take_is_not_told_and_ends_the_round() throws Exception {
        mqtt.away(true);
        book.pending.addAll(List.of(new CameraChange(2, status()), new CameraChange(17, null)));
        start();
        await().atMost(SOON).until(() -> !book.failures.isEmpty());
        assertThat(book.pending).hasSize(2);
        mqtt.away(false);
        await().atMost(SOON).until(book.pending::isEmpty);
        assertThat(mqtt.published()).hasSize(2);
    }

    private void start() throws Exception {
        context.getRegistry().bind("json", Json.mapper());
        context.getRegistry().bind("cameras", book);
        Properties properties = new Properties();
        properties.setProperty("nvr.topic-prefix", "nvr");
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.addComponent("paho-mqtt5", mqtt);
        context.getRegistry().bind("rules", book);
        for (String file : List.of("cameras", "publish")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            PluginHelper.getResourceLoader(context)
                                    .resolveResource(
                                            "classpath:routes/orchestrator/" + file + ".yaml"));
        }
        context.start();
    }

    private static CameraStatus status() {
        return new CameraStatus(
                "orchestrator",
                2,
                null,
                CameraState.UNWATCHED,
                AT,
                List.of(),
                List.of("a"),
                AT,
                Map.of("person", AT),
                "a is offline",
                AT);
    }
}
