package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is published about commands is what the program knows. */
class CommandSchemaTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE =
            Pattern.compile(
                    "(?:CommandException\\s*\\.\\s*|return )(?:rejected|failed)\\(\\s*\"(\\w+)\""
                            + "|new ModelException\\(\\s*\"(\\w+)\"");

    @Test
    void schema_and_examples_name_the_commands_there_are() throws Exception {
        CommandTable.Host nobody =
                new CommandTable.Host() {
                    @Override
                    public void publishMetrics() {}

                    @Override
                    public void pausesChanged() {}

                    @Override
                    public void renamed() {}

                    @Override
                    public boolean renewLease(Duration time) {
                        return false;
                    }

                    @Override
                    public void stop() {}
                };
        Set<String> known = new CommandTable(null, null, null, null, nobody, Set.of()).names();

        assertThat(texts(schema("command").at("/properties/command/enum")))
                .containsExactlyElementsOf(known);
        JsonNode document =
                JSON.valueToTree(
                        new Load(LoadSettings.builder().build())
                                .loadFromString(
                                        Files.readString(
                                                RESOURCES.resolve("asyncapi/asyncapi.yaml"))));
        assertThat(document.at("/components/messages/command/examples").findValues("payload"))
                .extracting(payload -> payload.get("command").asText())
                .containsExactlyElementsOf(known);
    }

    @Test
    void schema_lists_the_codes_that_acks_carry() throws Exception {
        assertThat(texts(schema("ack").at("/properties/code/enum")))
                .containsExactlyInAnyOrderElementsOf(codesInSource());
    }

    private static Set<String> codesInSource() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources = files.filter(it -> it.toString().endsWith(".java")).toList();
            Set<String> codes = new TreeSet<>();
            for (Path source : sources) {
                CODE.matcher(Files.readString(source))
                        .results()
                        .map(CommandSchemaTest::code)
                        .forEach(codes::add);
            }
            return codes;
        }
    }

    private static String code(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static JsonNode schema(String name) throws IOException {
        return JSON.readTree(RESOURCES.resolve("schema/" + name + ".schema.json").toFile());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
