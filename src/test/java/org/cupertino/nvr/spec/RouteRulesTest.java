package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cupertino.nvr.routes.RouteNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What every shipped route file keeps to, so that logs and faults can name what they are about. */
class RouteRulesTest {
    /** Beans, clients, queues, mappers, properties and headers, in group 1. */
    private static final List<Pattern> NAMES =
            List.of(
                    Pattern.compile("\\bref: (\\w+)"),
                    Pattern.compile("\"#(\\w+)\""),
                    Pattern.compile("\\bexchangeProperty\\.(\\w+)"),
                    Pattern.compile("\\$\\{header\\.(\\w+)"));

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(files).hasSizeGreaterThan(10);
            return files;
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_route_has_an_id_and_says_what_it_is_for(Path file) throws IOException {
        for (JsonNode entry : yaml(file)) {
            for (Map.Entry<String, JsonNode> kind : entry.properties()) {
                JsonNode content = kind.getValue();
                // The one without an id is for all that name none.
                if (!kind.getKey().equals("routeConfiguration")) {
                    assertThat(content.path("id").asText()).as("id of %s", kind).isNotEmpty();
                }
                assertThat(content.findPath("description").asText())
                        .as("description of %s", kind)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_step_has_an_id(Path file) throws IOException {
        List<String> without = new ArrayList<>();
        for (JsonNode steps : yaml(file).findParents("steps")) {
            for (JsonNode step : steps.get("steps")) {
                for (Map.Entry<String, JsonNode> kind : step.properties()) {
                    if (kind.getValue().path("id").asText().isEmpty()) {
                        without.add(kind.toString());
                    }
                }
            }
        }
        assertThat(without).isEmpty();
    }

    /** Else a class that is renamed or moved would break every site's own copy of the file. */
    @ParameterizedTest
    @MethodSource("files")
    void no_route_names_a_class_of_the_program(Path file) throws IOException {
        assertThat(Files.readString(file).replace("logName: org.cupertino.nvr.routes", ""))
                .doesNotContain("org.cupertino");
    }

    /** The component timer does: with the clock set back by an hour it would wait for an hour. */
    @ParameterizedTest
    @MethodSource("files")
    void no_route_waits_by_the_clock_on_the_wall(Path file) throws IOException {
        assertThat(Files.readString(file)).doesNotContain("uri: timer:");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_route_names_only_what_the_program_offers(Path file) throws IOException {
        Set<String> offered = offered();
        String text = Files.readString(file);
        Set<String> named = new TreeSet<>();
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
        }
        for (JsonNode step : yaml(file).findValues("exchangeProperty")) {
            named.add(step.path("expression").asText());
        }
        for (JsonNode step : yaml(file).findValues("setProperty")) {
            // Of that file alone, unless a bean reads it, which has it by the constant.
            named.remove(step.path("name").asText());
        }
        named.removeIf(name -> name.startsWith("CamelPahoMqtt5"));
        assertThat(offered).containsAll(named);
    }

    @Test
    void the_page_of_routes_lists_all_that_routes_may_use() throws IOException {
        String page = Files.readString(Path.of("docs/routes.md"));
        String table = page.substring(page.indexOf("## What routes may use")).split("\n## ")[0];
        Set<String> listed = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `([^`]+)`").matcher(table);
        while (row.find()) {
            listed.add(row.group(1));
        }
        assertThat(listed).containsAll(offered());
    }

    /** The values of the documented constants. */
    private static Set<String> offered() {
        return Stream.of(RouteNames.class.getFields())
                .map(
                        field -> {
                            try {
                                return (String) field.get(null);
                            } catch (IllegalAccessException e) {
                                throw new AssertionError(e);
                            }
                        })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper()
                .valueToTree(
                        new Load(LoadSettings.builder().build())
                                .loadFromString(Files.readString(file)));
    }
}
