package org.cupertino.nvr.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages beside the README can be read in a terminal, and stay short. */
class ProseTest {
    private static final int WIDEST = 120;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void pages_are_found() throws IOException {
        assertThat(pages()).contains(Path.of("CONTRIBUTING.md"), Path.of("RATIONALE.md"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_line_of_prose_is_wide(Path page) throws IOException {
        assertThat(wide(Files.readAllLines(page))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CONTRIBUTING.md, 4000", "SECURITY.md, 4500", "RELEASE.md, 1200"})
    void page_is_short(Path page, long most) throws IOException {
        assertThat(Files.size(page)).isLessThanOrEqualTo(most);
    }

    @Test
    void tables_code_and_targets_of_links_may_be_wide() {
        String wide = "x".repeat(WIDEST + 1);
        assertThat(wide(List.of("| " + wide, "```", wide, "```", "a [b](" + wide + ")"))).isEmpty();
        assertThat(wide(List.of("```", "```", wide, "[" + wide + "](c)"))).hasSize(2);
    }

    private static List<String> wide(List<String> lines) {
        List<String> wide = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code
                    && !line.startsWith("|")
                    && line.replaceAll("]\\([^)]*\\)", "]").length() > WIDEST) {
                wide.add(line);
            }
        }
        return wide;
    }
}
