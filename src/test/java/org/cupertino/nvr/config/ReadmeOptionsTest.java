package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The README's table of settings is the program's own. */
class ReadmeOptionsTest {
    @Test
    void readme_lists_every_setting_with_its_names_and_default() throws Exception {
        String expected =
                CommandSpec.forAnnotatedObject(new ProcessorOptions()).options().stream()
                        .filter(option -> !option.longestName().equals("--config"))
                        .map(ReadmeOptionsTest::row)
                        .sorted()
                        .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("README.md"))).contains(expected);
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
