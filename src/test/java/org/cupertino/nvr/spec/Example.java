package org.cupertino.nvr.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;

/**
 * The example of one phase, typed command by command. The text stays as it is, but for {@code uv
 * run cupertino-nvr}, which is {@code cupertino-nvr} here. What it leaves open is set around it:
 * broker and camera server by environment and by the option files of Mosquitto's clients; the
 * site's usual model and rate are those of its expected output. Its model ids all are the shipped
 * network.
 */
final class Example {
    static final Duration SOON = Duration.ofSeconds(120);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODELS =
            List.of("yolov11n-640", "yolov11x-640", "yolov8x-640");

    private final Processors processors;
    private final Deque<String> commands = new ArrayDeque<>();

    /**
     * @param folder an empty one
     */
    Example(int phase, Mosquitto broker, Processors processors, Path folder) {
        this.processors = processors;
        split(text(phase));
        try {
            Files.copy(Path.of("models/nanodet-g.torchscript"), folder.resolve("net.torchscript"));
            for (String id : MODELS) {
                Files.writeString(
                        folder.resolve(id + ".yaml"), "file: net.torchscript\nimgsz: 416\n");
            }
            for (String client : List.of("mosquitto_pub", "mosquitto_sub")) {
                Files.writeString(
                        folder.resolve(client), "-h 127.0.0.1\n-p %d\n".formatted(broker.port()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        processors
                .environment("NVR_MQTT_URL", broker.url())
                .environment("NVR_MODELS", folder)
                .environment("NVR_MODEL", "yolov8x-640")
                .environment("NVR_MAX_FPS", "1.0")
                .environment("XDG_CONFIG_HOME", folder);
    }

    /** Types the next command, which starts with the given text; see {@link #next}. */
    ProcessorProcess type(String start) {
        return processors.type(next(start));
    }

    /** As {@link #type}, with the id that a processor has given itself for the one in the text. */
    ProcessorProcess type(String start, String exampleId, String id) {
        String command = next(start);
        assertThat(command).contains(exampleId);
        return processors.type(command.replace(exampleId, id));
    }

    /** Types a {@code cupertino-nvr processor} and waits until it works and hears commands. */
    ProcessorProcess typeProcessor() {
        return typeProcessors(1).get(0);
    }

    /** As {@link #typeProcessor} for the next ones, which start side by side. */
    List<ProcessorProcess> typeProcessors(int count) {
        List<ProcessorProcess> all =
                Stream.generate(() -> type("cupertino-nvr processor")).limit(count).toList();
        for (ProcessorProcess processor : all) {
            processor.awaitLine("Connected to .* for commands", SOON);
            processor.awaitLine("Processor .* watches", SOON);
        }
        return all;
    }

    /** Types a {@code mosquitto_pub}, and waits until it has ended well. */
    void typePublish() {
        assertThat(type("mosquitto_pub").awaitExit(SOON)).isZero();
    }

    /** Types a {@code mosquitto_sub} that ends by itself, and gives what it printed. */
    List<JsonNode> typeSubscribe() {
        ProcessorProcess subscriber = type("mosquitto_sub");
        assertThat(subscriber.awaitExit(SOON)).isZero();
        return subscriber.lines().stream().map(Example::json).toList();
    }

    /** An ack that says so. */
    static Predicate<Received> completed(String instanceId, String command) {
        return message ->
                message.topic().equals("nvr/control/acks/" + instanceId)
                        && message.json().path("command").asText().equals(command)
                        && message.json().path("ack_status").asText().equals("completed");
    }

    /** A status that says so. */
    static Predicate<Received> status(String instanceId, String state) {
        return message ->
                message.topic().equals("nvr/control/status/" + instanceId)
                        && message.json().path("status").asText().equals(state);
    }

    static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }

    /** Every command of the example was typed. */
    void assertDone() {
        assertThat(commands).isEmpty();
    }

    private String next(String start) {
        assertThat(commands.peek()).startsWith(start);
        return commands.remove();
    }

    /** A command ends with its line, or with the line in which its quote ends. */
    private void split(String text) {
        StringBuilder command = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (command.isEmpty() && (line.isBlank() || line.startsWith("#"))) {
                continue;
            }
            command.append(command.isEmpty() ? "" : "\n").append(line);
            if (command.chars().filter(c -> c == '\'').count() % 2 == 0) {
                commands.add(command.toString().replace("uv run cupertino-nvr", "cupertino-nvr"));
                command.setLength(0);
            }
        }
    }

    private static String text(int phase) {
        String name = "/spec/phase" + phase + ".sh";
        try (InputStream in = Example.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
