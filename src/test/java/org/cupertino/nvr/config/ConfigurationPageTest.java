package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of settings in docs/configuration.md are the program's own. */
class ConfigurationPageTest {
    @Test
    void page_lists_every_setting_with_its_names_and_default() throws Exception {
        assertThat(Files.readString(Path.of("docs/configuration.md")))
                .contains(rows(new ProcessorOptions(), Set.of("--config")));
    }

    @Test
    void page_lists_what_only_an_orchestrator_or_a_wall_has_with_its_names_and_default()
            throws Exception {
        Set<String> shared =
                CommandSpec.forAnnotatedObject(new ProcessorOptions()).options().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toSet());
        assertThat(Files.readString(Path.of("docs/configuration.md")))
                .contains(rows(new OrchestratorOptions(), shared))
                .contains(rows(new WallOptions(), shared));
    }

    private static String rows(Object options, Set<String> without) {
        return CommandSpec.forAnnotatedObject(options).options().stream()
                .filter(option -> !without.contains(option.longestName()))
                .map(ConfigurationPageTest::row)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String row(OptionSpec option) {
        String description =
                String.join(" ", option.description()).replaceAll(" *Default: .*", "").strip();
        String given = String.join(" ", option.description());
        String byDefault =
                option.defaultValue() != null
                        ? "`" + option.defaultValue() + "`"
                        : given.replaceAll("(?s).*Default: ", "");
        String key = Settings.key(option);
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        key,
                        key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"),
                        byDefault,
                        description.replace("|", "\\|"));
    }
}
