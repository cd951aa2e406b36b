package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The AsyncAPI document says what the routes and the schemas say. */
class AsyncApiTest {
    private static final Path FOLDER = Path.of("src/main/resources/asyncapi");
    private static final JsonNode DOCUMENT = yaml(FOLDER.resolve("asyncapi.yaml"));
    private static final JsonNode PUBLISH = yaml(Path.of("routes/publish.yaml"));
    private static final JsonNode ORCHESTRATOR = yaml(Path.of("routes/orchestrator/publish.yaml"));

    private record Delivery(int qos, boolean retain) {}

    @Test
    void everything_that_is_published_is_a_channel_with_the_same_qos_and_retain_flag() {
        Map<String, Delivery> published = new HashMap<>();
        // Not by a route: it needs the connection that carries its Last Will.
        published.put(new Topics("nvr").leader(), new Delivery(1, true));
        for (JsonNode routes : List.of(PUBLISH, ORCHESTRATOR)) {
            for (JsonNode route : routes.findValues("route")) {
                topic(route).ifPresent(topic -> published.put(address(topic), delivery(route)));
            }
        }
        assertThat(published).hasSize(11).isEqualTo(operations("send"));
    }

    @Test
    void everything_that_is_obeyed_is_a_channel_with_the_same_qos() {
        JsonNode commands = consumer("routes/commands.yaml");
        JsonNode events = consumer("routes/orchestrator/events.yaml");
        assertThat(address(uri(events))).isEqualTo("nvr/orchestrator/events");
        Map<String, Delivery> received = operations("receive");
        assertThat(received)
                .containsOnlyKeys(
                        "nvr/control/commands",
                        "nvr/control/commands/{instance_id}",
                        "nvr/orchestrator/events")
                .allSatisfy(
                        (topic, delivery) -> {
                            JsonNode from = topic.equals(address(uri(events))) ? events : commands;
                            assertThat(MqttTopicValidator.isMatched(address(uri(from)), topic))
                                    .isTrue();
                            assertThat(delivery)
                                    .isEqualTo(
                                            new Delivery(
                                                    from.at("/parameters/qos").asInt(), false));
                        });
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(DOCUMENT.findValuesAsText("$ref"))
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        reference ->
                                assertThat(
                                                reference.startsWith("#")
                                                        ? !DOCUMENT.at(reference.substring(1))
                                                                .isMissingNode()
                                                        : Files.isRegularFile(
                                                                FOLDER.resolve(reference)))
                                        .as(reference)
                                        .isTrue());
    }

    @Test
    void every_schema_is_a_message_with_examples_that_follow_it() throws Exception {
        List<Path> described = new ArrayList<>();
        for (JsonNode message : DOCUMENT.at("/components/messages")) {
            if (message.get("contentType").asText().startsWith("image/")) {
                continue;
            }
            Path file = FOLDER.resolve(message.at("/payload/$ref").asText()).normalize();
            described.add(file);
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(Files.readString(file));
            assertThat(message.get("examples")).isNotEmpty();
            for (JsonNode example : message.get("examples")) {
                assertThat(schema.validate(example.get("payload"))).as("%s", example).isEmpty();
            }
        }
        try (Stream<Path> schemas = Files.list(Path.of("src/main/resources/schema"))) {
            assertThat(described).containsExactlyInAnyOrderElementsOf(schemas.toList());
        }
    }

    private static Map<String, Delivery> operations(String action) {
        Map<String, Delivery> found = new HashMap<>();
        for (JsonNode operation : DOCUMENT.get("operations")) {
            if (operation.get("action").asText().equals(action)) {
                JsonNode mqtt = resolved(operation.get("bindings")).get("mqtt");
                found.put(
                        resolved(operation.get("channel")).get("address").asText(),
                        new Delivery(mqtt.get("qos").asInt(), mqtt.get("retain").asBoolean()));
            }
        }
        return found;
    }

    private static JsonNode resolved(JsonNode reference) {
        return DOCUMENT.at(reference.get("$ref").asText().substring(1));
    }

    /** The consumer of a file that listens to the broker. */
    private static JsonNode consumer(String file) {
        return yaml(Path.of(file)).findValues("from").stream()
                .filter(AsyncApiTest::isMqtt)
                .findFirst()
                .orElseThrow();
    }

    /** A header of the route says the topic, else the endpoint that it sends to. */
    private static Optional<String> topic(JsonNode route) {
        return route.findValues("setHeader").stream()
                .filter(it -> it.get("name").asText().equals("CamelPahoMqtt5OverrideTopic"))
                .map(it -> it.at("/simple/expression").asText())
                .filter(topic -> !topic.isEmpty())
                .findFirst()
                .or(
                        () ->
                                route.findValues("to").stream()
                                        .filter(AsyncApiTest::isMqtt)
                                        .map(AsyncApiTest::uri)
                                        .filter(topic -> topic.startsWith("{{nvr.topic-prefix}}/"))
                                        .findFirst());
    }

    private static boolean isMqtt(JsonNode endpoint) {
        return endpoint.get("uri").asText().startsWith("paho-mqtt5:");
    }

    private static String uri(JsonNode endpoint) {
        return endpoint.get("uri").asText().substring("paho-mqtt5:".length());
    }

    /** A header of the route says the QoS, else the endpoint, or that behind the queue it fills. */
    private static Delivery delivery(JsonNode route) {
        JsonNode to = route.findValue("to");
        String queue = to.get("uri").asText();
        JsonNode endpoint =
                Stream.concat(
                                Stream.of(to),
                                PUBLISH.findValues("route").stream()
                                        .filter(it -> it.at("/from/uri").asText().equals(queue))
                                        .flatMap(it -> it.findValues("to").stream()))
                        .filter(AsyncApiTest::isMqtt)
                        .findFirst()
                        .orElseThrow()
                        .get("parameters");
        String qos =
                route.findValues("setHeader").stream()
                        .filter(it -> it.get("name").asText().equals("CamelPahoMqtt5Qos"))
                        .map(it -> it.at("/constant/expression").asText())
                        .findFirst()
                        .orElse(endpoint.path("qos").asText());
        boolean retained =
                endpoint.path("retained").asBoolean()
                        || route.findValues("setHeader").stream()
                                .anyMatch(
                                        it ->
                                                it.get("name")
                                                        .asText()
                                                        .equals("CamelPahoMqtt5Retained"));
        return new Delivery(Integer.parseInt(withDefaults(qos)), retained);
    }

    /** A route's topic as AsyncAPI writes it. */
    private static String address(String topic) {
        return withDefaults(topic)
                .replace("${body.sourceId}", "{source_id}")
                .replace("${body.roomId}", "{room_id}")
                .replaceAll(
                        "\\$\\{(body\\.instanceId|exchangeProperty\\.formerId)}", "{instance_id}");
    }

    private static String withDefaults(String text) {
        Map<String, String> defaults = ProcessorOptions.from(key -> null).asProperties();
        return Pattern.compile("\\{\\{(.+?)}}")
                .matcher(text)
                .replaceAll(option -> defaults.get(option.group(1)));
    }

    private static JsonNode yaml(Path file) {
        try {
            return new ObjectMapper()
                    .valueToTree(
                            new Load(LoadSettings.builder().build())
                                    .loadFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
