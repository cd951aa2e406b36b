package org.cupertino.nvr.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cupertino.nvr.observe.ProcessMeters;
import org.junit.jupiter.api.Test;

/** The table of metrics in docs/operations.md is what Prometheus sees. */
class OperationsPageTest {
    private static final Pattern HELP =
            Pattern.compile("# HELP (nvr_\\w+|process_(?:native|resident)_\\w+) (.*)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Set<String> EVERYWHERE = Set.of("instance_id", "le", "quantile");

    @Test
    void page_lists_every_metric_with_its_labels() throws Exception {
        Workload workload = new Workload();
        ProcessMeters.bindTo(workload.registry);
        workload.status("a", "m", 0);
        workload.frame(0, "person");
        String expected =
                HELP.matcher(workload.registry.scrape())
                        .results()
                        .filter(help -> !help.group(1).endsWith("_seconds_max"))
                        .map(help -> row(workload, help))
                        .sorted()
                        .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("docs/operations.md"))).contains(expected);
    }

    private static String row(Workload workload, MatchResult help) {
        String series =
                workload.series().stream()
                        .filter(line -> line.matches(help.group(1) + "(_count)?[{ ].*"))
                        .findFirst()
                        .orElseThrow();
        String labels =
                LABEL.matcher(series)
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !EVERYWHERE.contains(label))
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s |".formatted(help.group(1), labels, help.group(2));
    }
}
