package org.cupertino.nvr.fleet.emergency;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.cupertino.nvr.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events through the shipped routes: each bad one is reported, and the next good one works. */
@Timeout(60)
class EventsRouteTest {
    private static final String NO_OBJECT = "An event is a JSON object";
    private static final String NO_EVENT =
            "event must be one of fall_detected, person_on_floor, resident_assisted";
    private static final String NO_ROOM = "room_id must be a whole number, 0 or more";
    private static final String FALL = "{\"event\":\"fall_detected\",\"room_id\":2}";

    private EventRoutes routes;

    @BeforeEach
    void start() throws Exception {
        routes = new EventRoutes();
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private record Case(String why, byte[] payload) {
        @Override
        public String toString() {
            String text = new String(payload, UTF_8);
            return text.substring(0, Math.min(60, text.length()));
        }
    }

    private static Case bad(String why, String payload) {
        return new Case(why, payload.getBytes(UTF_8));
    }

    static Stream<Case> hostile() {
        return Stream.of(
                bad(NO_OBJECT, ""),
                bad(NO_OBJECT, " "),
                bad(NO_OBJECT, "fall_detected"),
                bad(NO_OBJECT, "null"),
                bad(NO_OBJECT, "5"),
                bad(NO_OBJECT, "\"fall_detected\""),
                bad(NO_OBJECT, "[" + FALL + "]"),
                bad(NO_OBJECT, FALL + FALL),
                bad(NO_OBJECT, "{\"event\":\"fall_detected\",\"room_id\":2,\"room_id\":3}"),
                bad(NO_OBJECT, "{\"event\":\"fall_detected\",\"room_id\":2"),
                bad(NO_OBJECT, "[".repeat(2_000)),
                bad(NO_OBJECT, "{\"a\":".repeat(600)),
                bad(NO_OBJECT, "{\"room_id\":1" + "0".repeat(2_000) + "}"),
                bad("An event is at most 4096 bytes", "x".repeat(4_097)),
                bad("An event is at most 4096 bytes", FALL + " ".repeat(3_000_000)),
                new Case("An event is JSON in UTF-8", new byte[] {'{', (byte) 0xff, '}'}),
                new Case("An event is JSON in UTF-8", FALL.getBytes(UTF_16)),
                bad(NO_EVENT, "{}"),
                bad(NO_EVENT, "{\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":null,\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":1,\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":[\"fall_detected\"],\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":{\"event\":\"fall_detected\"},\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":\"FALL_DETECTED\",\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":\"${body}\",\"room_id\":2}"),
                bad(NO_EVENT, "{\"event\":\"direct:publish-room\",\"room_id\":2}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\"}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":null}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":-1}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":2.5}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":1e400}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":2147483648}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":\"2\"}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":\"2/#\"}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":true}"),
                bad(NO_ROOM, "{\"event\":\"fall_detected\",\"room_id\":[2]}"),
                bad(
                        "outcome must be one of real, false_alarm, test",
                        "{\"event\":\"resident_assisted\",\"room_id\":2,\"outcome\":\"maybe\"}"),
                bad(
                        "outcome must be one of real, false_alarm, test",
                        "{\"event\":\"resident_assisted\",\"room_id\":2,\"outcome\":[\"real\"]}"),
                bad(
                        "source_id must be a whole number, 0 or more",
                        "{\"event\":\"fall_detected\",\"room_id\":2,\"source_id\":-3}"),
                bad(
                        "source_id must be a whole number, 0 or more",
                        "{\"event\":\"fall_detected\",\"room_id\":2,\"source_id\":\"3\"}"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostile_event_is_told_and_the_next_good_one_works(Case hostile) throws Exception {
        routes.send(EventRoutes.EVENTS, hostile.payload(), false);
        assertThat(routes.rejections()).containsExactly(hostile.why());
        assertThat(routes.rooms()).isEmpty();

        routes.send(FALL);
        assertThat(routes.rooms()).containsExactly(2);
        assertThat(routes.rejections()).hasSize(1);
    }

    @Test
    void event_that_the_broker_had_kept_is_told_and_not_acted_upon() throws Exception {
        routes.send(EventRoutes.EVENTS, FALL.getBytes(UTF_8), true);
        assertThat(routes.rooms()).isEmpty();
        assertThat(routes.rejections())
                .containsExactly("A retained event is not acted upon, publish it without the flag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FALL,
                "{\"event\":\"fall_detected\",\"room_id\":2,\"source_id\":null}",
                " {\"room_id\" : 2 , \"who\":{\"x\":[1]}, \"event\" : \"fall_detected\"}\r\n"
            })
    void good_event_reaches_its_room_whose_camera_has_its_number(String event) throws Exception {
        assertThat(schema().validate(new ObjectMapper().readTree(event))).isEmpty();
        routes.send(event);
        assertThat(routes.rejections()).isEmpty();
        assertThat(routes.emergencies.rooms())
                .singleElement()
                .satisfies(
                        room -> {
                            assertThat(room.roomId()).isEqualTo(2);
                            assertThat(room.sourceId()).isEqualTo(2);
                            assertThat(room.isEmergency()).isTrue();
                        });
    }

    @Test
    void camera_may_have_another_number_than_the_room() throws Exception {
        routes.send("{\"event\":\"fall_detected\",\"room_id\":0,\"source_id\":2147483647}");
        assertThat(routes.emergencies.sourcesInEmergency()).containsExactly(2147483647);
        assertThat(routes.rooms()).containsExactly(0);
    }

    @Test
    void fall_in_front_of_a_camera_that_no_processor_has_is_rejected() throws Exception {
        String typo = "{\"event\":\"fall_detected\",\"room_id\":22}";
        routes.send(typo);
        assertThat(routes.rooms()).as("statuses may not have come yet").containsExactly(22);
        assertThat(routes.rejections()).isEmpty();

        routes.statusesAreComplete = true;
        routes.send(typo.replace("22", "23"));
        routes.send(FALL);
        assertThat(routes.rejections()).containsExactly("no processor has camera 23");
        assertThat(routes.rooms()).containsExactly(2, 22);
    }

    @Test
    void assistance_ends_an_emergency_and_means_nothing_without_one() throws Exception {
        routes.send("{\"event\":\"resident_assisted\",\"room_id\":5}");
        assertThat(routes.rooms()).isEmpty();
        routes.send(FALL);
        routes.send("{\"event\":\"resident_assisted\",\"room_id\":2}");
        assertThat(routes.emergencies.isAny()).isFalse();
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void route_of_a_site_learns_that_its_event_was_of_no_use() throws Exception {
        try (ProducerTemplate site = routes.context.createProducerTemplate()) {
            site.sendBody("direct:event", Map.of("event", "fall_detected", "room_id", 3));
            assertThat(routes.rooms()).containsExactly(3);
            assertThatThrownBy(() -> site.sendBody("direct:event", Map.of("event", "fire")))
                    .isInstanceOf(CamelExecutionException.class)
                    .hasRootCauseMessage(NO_EVENT);
            assertThat(routes.rejections()).isEmpty();
        }
    }

    @Test
    void route_in_the_docs_makes_events_of_files(@TempDir Path calls) throws Exception {
        Matcher block =
                Pattern.compile("(?s)## Events\n.*?```yaml\n(.*?)```")
                        .matcher(Files.readString(Path.of("docs/emergencies.md")));
        assertThat(block.find()).isTrue();
        String route = block.group(1);
        assertThat(route).contains("file:calls");
        PluginHelper.getRoutesLoader(routes.context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "calls.yaml", route.replace("file:calls", "file:" + calls)));

        Files.writeString(calls.resolve("7.call"), "");

        await().atMost(Duration.ofSeconds(30)).until(() -> routes.rooms().contains(7));
    }

    @Test
    void schema_of_events_refuses_what_the_routes_refuse() throws Exception {
        JsonSchema schema = schema();
        ObjectMapper strict = Json.strictMapper();
        hostile()
                .filter(hostile -> !hostile.why().startsWith("An event is"))
                .forEach(
                        hostile -> {
                            try {
                                assertThat(schema.validate(strict.readTree(hostile.payload())))
                                        .as("%s", hostile)
                                        .isNotEmpty();
                            } catch (IOException e) {
                                throw new AssertionError(hostile.toString(), e);
                            }
                        });
    }

    private static JsonSchema schema() throws Exception {
        try (InputStream in = Json.class.getResourceAsStream("/schema/room-event.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
        }
    }
}
