package org.cupertino.nvr.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cupertino.nvr.observe.ProcessMeters;
import org.junit.jupiter.api.Test;

/** The board of docker/grafana asks for nothing that a processor does not show. */
class FleetBoardTest {
    private static final Set<String> WORDS =
            Set.of("by", "without", "on", "ignoring", "group_left", "and", "or", "unless", "bool");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\w*\\s*\\()");

    @Test
    void every_query_is_of_metrics_that_exist() throws Exception {
        Workload workload = new Workload();
        ProcessMeters.bindTo(workload.registry);
        workload.status("a", "m", 0);
        workload.frame(0, "person");
        Set<String> shown =
                workload.series().stream()
                        .map(line -> line.split("[{ ]")[0])
                        .collect(Collectors.toSet());

        Set<String> asked = new TreeSet<>();
        queries().forEach(query -> asked.addAll(metrics(query)));

        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(shown);
    }

    @Test
    void names_are_found_in_queries() {
        assertThat(
                        metrics(
                                "histogram_quantile(0.95, sum by (le, b) (rate(x_bucket{c=~\"d e\"}[5m])))"
                                        + " / on(f) group_left(g) y_total == 1"))
                .containsExactlyInAnyOrder("x_bucket", "y_total");
    }

    private static List<String> queries() throws Exception {
        JsonNode board = new ObjectMapper().readTree(Path.of("docker/grafana/fleet.json").toFile());
        List<String> queries = new ArrayList<>();
        board.findValuesAsText("expr").forEach(queries::add);
        board.at("/templating/list")
                .findValuesAsText("definition")
                .forEach(text -> queries.add(text.replaceFirst("label_values\\((.*),.*", "$1")));
        assertThat(queries).hasSizeGreaterThan(10);
        return queries;
    }

    /** The names in a query that are neither functions, keywords nor labels. */
    private static Set<String> metrics(String query) {
        String bare =
                query.replaceAll("\"[^\"]*\"", "")
                        .replaceAll("\\{[^}]*}", "")
                        .replaceAll("\\[[^]]*]", "")
                        .replaceAll("\\b(by|without|on|ignoring|group_left)\\s*\\([^)]*\\)", "");
        return NAME.matcher(bare)
                .results()
                .map(found -> found.group())
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toSet());
    }
}
