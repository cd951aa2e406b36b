package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.routes.RouteCheck;
import org.cupertino.nvr.routes.RouteFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of route files are found without starting anything. */
class RouteCheckTest {
    private static DefaultCamelContext target;

    private final SortedMap<String, String> files = new TreeMap<>();

    @BeforeAll
    static void makeBeans() throws Exception {
        target = new DefaultCamelContext();
        ProcessorConfiguration.forCheck(ProcessorOptions.from(key -> null)).configure(target);
    }

    @AfterAll
    static void forgetBeans() throws IOException {
        target.close();
    }

    @BeforeEach
    void readShippedRoutes() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    @Test
    void shipped_routes_have_no_fault() {
        assertThat(check()).isEmpty();
    }

    @Test
    void text_that_is_no_yaml_is_reported_with_its_line() {
        files.put("extra.yaml", "- route:\n    id: extra\n   from: timer:x\n");
        assertThat(check()).singleElement().satisfies(fault -> isAt(fault, "extra.yaml", 3));
    }

    @Test
    void unknown_component_is_reported_with_its_line() {
        replace("camera.yaml", "uri: direct:publish-detection", "uri: foo:bar");
        assertThat(check())
                .singleElement()
                .satisfies(
                        fault -> {
                            isAt(fault, "camera.yaml", lineOf("camera.yaml", "id: to-publish") - 1);
                            assertThat(fault.reason()).isEqualTo("unknown component foo");
                        });
    }

    @Test
    void unknown_option_is_reported_with_its_line() {
        replace("status.yaml", "pollTimeout: 200", "polTimeout: 200");
        assertThat(check())
                .singleElement()
                .satisfies(
                        fault -> {
                            isAt(fault, "status.yaml", 6);
                            assertThat(fault.reason()).contains("polTimeout");
                        });
    }

    @Test
    void unknown_key_of_the_language_is_reported_with_its_line() {
        replace("status.yaml", "description:", "descripton:");
        assertThat(check())
                .singleElement()
                .satisfies(
                        fault -> {
                            isAt(fault, "status.yaml", 3);
                            assertThat(fault.reason()).contains("descripton");
                        });
    }

    @Test
    void unknown_bean_is_reported_with_its_line() {
        replace("camera.yaml", "ref: events", "ref: evens");
        assertThat(check())
                .singleElement()
                .satisfies(
                        fault -> {
                            isAt(fault, "camera.yaml", lineOf("camera.yaml", "ref: evens") - 2);
                            assertThat(fault.reason()).isEqualTo("unknown bean evens");
                        });
    }

    @Test
    void unknown_bean_of_a_nested_predicate_is_reported_with_its_line() {
        replace(
                "commands.yaml",
                "ref: commands\n                  method: isImmediate",
                "ref: comands\n                  method: isImmediate");
        assertThat(check())
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains("comands"));
    }

    @Test
    void unknown_method_is_reported() {
        replace("camera.yaml", "method: detection", "method: detektion");
        assertThat(check())
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains("detektion"));
    }

    @Test
    void unknown_placeholder_is_reported() {
        replace("metrics.yaml", "{{nvr.metrics-interval}}", "{{nvr.metric-interval}}");
        assertThat(check())
                .anySatisfy(fault -> assertThat(fault.reason()).contains("nvr.metric-interval"));
    }

    @Test
    void text_that_is_no_expression_is_reported_with_its_line() {
        replace("camera.yaml", "${body.detections.size} > 0", "${body.detections.size} >> 0");
        assertThat(check())
                .singleElement()
                .satisfies(
                        fault ->
                                isAt(
                                        fault,
                                        "camera.yaml",
                                        lineOf("camera.yaml", "id: unless-empty") - 1));
    }

    @Test
    void id_that_another_file_has_is_reported_with_both_places() {
        files.put(
                "extra.yaml",
                "- route:\n    id: status\n    from:\n      uri: timer:x\n      steps:\n        - log: x\n");
        assertThat(check())
                .extracting(RouteFault::reason)
                .anyMatch(reason -> reason.contains("the id status is taken by"));
    }

    @Test
    void id_that_the_same_file_has_is_reported() {
        replace("metrics.yaml", "id: metrics-now", "id: metrics");
        assertThat(check()).extracting(RouteFault::file).containsOnly("metrics.yaml");
    }

    @Test
    void call_of_a_route_that_is_not_there_is_reported() {
        files.remove("publish.yaml");
        assertThat(check())
                .extracting(RouteFault::toString)
                .anyMatch(
                        fault ->
                                fault.startsWith("camera.yaml:")
                                        && fault.endsWith(
                                                "no route consumes direct:publish-detection"));
    }

    @Test
    void missing_camera_template_is_reported() {
        files.remove("camera.yaml");
        assertThat(check())
                .extracting(RouteFault::reason)
                .containsExactly("No file has the route template camera");
    }

    @Test
    void empty_file_is_reported() {
        files.put("camera.yaml", "\n");
        assertThat(check()).extracting(RouteFault::reason).anyMatch(r -> r.contains("is empty"));
    }

    @Test
    void beans_of_a_checked_file_stay_out_of_the_target() {
        files.put(
                "extra.yaml",
                "- beans:\n    - name: mine\n      type: java.util.ArrayList\n- route:\n    id: extra\n    from:\n      uri: timer:x\n      steps:\n        - bean:\n            ref: mine\n            method: size\n");
        assertThat(check()).isEmpty();
        assertThat(target.getRegistry().lookupByName("mine")).isNull();
    }

    private List<RouteFault> check() {
        return new RouteCheck(target).check(files);
    }

    private void replace(String file, String old, String changed) {
        assertThat(files.get(file)).contains(old);
        files.put(file, files.get(file).replace(old, changed));
    }

    private int lineOf(String file, String text) {
        return 1 + (int) files.get(file).lines().takeWhile(line -> !line.contains(text)).count();
    }

    private static void isAt(RouteFault fault, String file, int line) {
        assertThat(fault.file()).isEqualTo(file);
        assertThat(fault.line()).as(fault.toString()).isEqualTo(line);
    }
}
