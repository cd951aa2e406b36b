package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported of an orchestrator's route files; nothing is started for it. */
class OrchestratorRouteCheckTest {
    @TempDir Path folder;

    @BeforeEach
    void copyShippedRoutes() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("routes/orchestrator"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "zones"})
    void shipped_routes_have_no_fault_with_and_without_the_fall_rule(String fallRule)
            throws Exception {
        assertThat(check(fallRule)).isEmpty();
    }

    @Test
    void unknown_bean_and_method_are_told_with_their_lines() throws Exception {
        edit(
                "rooms.yaml",
                "ref: steps\n            method: spawn",
                "ref: stebs\n            method: spawn");
        assertThat(check("true"))
                .singleElement()
                .asString()
                .matches("rooms\\.yaml:\\d+: unknown bean stebs");
        edit(
                "rooms.yaml",
                "ref: stebs\n            method: spawn",
                "ref: steps\n            method: spwan");
        assertThat(check("true")).singleElement().asString().contains("rooms.yaml:", "spwan");
    }

    @Test
    void call_of_a_route_that_is_not_there_is_told() throws Exception {
        Files.delete(folder.resolve("publish.yaml"));
        edit("events.yaml", "uri: direct:event\n\n", "uri: direct:evend\n\n");
        assertThat(check("true"))
                .anySatisfy(
                        fault ->
                                assertThat(fault)
                                        .contains("events.yaml", "no route consumes direct:evend"));
    }

    @Test
    void fault_of_the_fall_rule_is_told_when_it_is_on() throws Exception {
        edit("fall-rule.yaml", "ref: rules", "ref: rulez");
        assertThat(check("true"))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("unknown bean rulez"));
    }

    @Test
    void routes_of_a_processor_are_none_of_an_orchestrator_and_the_other_way_round()
            throws Exception {
        assertThat(
                        OrchestratorLauncher.checkRoutes(
                                OrchestratorOptions.from(key -> null, Map.of()), Path.of("routes")))
                .isNotEmpty();
        assertThat(ProcessorLauncher.checkRoutes(ProcessorOptions.from(key -> null), folder))
                .isNotEmpty();
    }

    @Test
    void folder_that_is_not_there_is_told() {
        assertThatThrownBy(
                        () ->
                                OrchestratorLauncher.checkRoutes(
                                        OrchestratorOptions.from(key -> null, Map.of()),
                                        folder.resolve("nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere cannot be read");
    }

    private List<String> check(String fallRule) throws Exception {
        return OrchestratorLauncher.checkRoutes(
                OrchestratorOptions.from(Map.of("nvr.fall-rule", fallRule)::get, Map.of()), folder);
    }

    private void edit(String file, String old, String changed) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(file), text.replace(old, changed));
    }
}
