package org.cupertino.nvr.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WallPageTest {
    private static final Path FILES = Path.of("src/main/resources/org/cupertino/nvr/wall");
    private static final Pattern KEY = Pattern.compile("(?m)^ {2}'?([\\w.]+)'?: '");
    private static final Pattern PUT_IN = Pattern.compile("\\{\\w+}");

    @Test
    void document_has_no_script_style_or_listener_in_line() throws IOException {
        assertThat(text("index.html"))
                .doesNotContainPattern("(?i)<script(?![^>]* src=)")
                .doesNotContainPattern("(?i)<style")
                .doesNotContainPattern("(?i)\\s(style|on\\w+)\\s*=")
                .doesNotContainPattern("(?i)https?:|javascript:");
    }

    @Test
    void modules_make_no_markup_and_no_code_of_text() throws IOException {
        for (Path module : files(".js")) {
            assertThat(Files.readString(module))
                    .as(module.toString())
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML")
                    .doesNotContain("document.write", "eval(", "new Function", "DOMParser")
                    .doesNotContain("createContextualFragment", "srcdoc", "setHTML");
        }
    }

    @Test
    void modules_load_nothing_from_elsewhere() throws IOException {
        for (Path file : files("")) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern("from '(?!\\./)|import\\(|@import|url\\(")
                    .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
        }
    }

    @Test
    void both_languages_have_the_same_words() throws IOException {
        assertThat(keys("text-es.js")).isEqualTo(keys("text-en.js")).hasSizeGreaterThan(100);
    }

    @Test
    void both_languages_put_in_the_same() throws IOException {
        assertThat(found(PUT_IN, "text-es.js").sorted())
                .containsExactlyElementsOf(found(PUT_IN, "text-en.js").sorted().toList());
    }

    @Test
    void words_that_the_document_and_the_modules_name_are_there() throws IOException {
        Pattern named = Pattern.compile("\\bt\\('([\\w.]+)'|data-(?:t|label)=\"(\\w+)\"");
        Set<String> names = new TreeSet<>();
        for (Path file : files("")) {
            named.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .forEach(names::add);
        }
        assertThat(keys("text-en.js")).containsAll(names);
    }

    @Test
    void files_are_short() throws IOException {
        for (Path file : files("")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(200);
        }
    }

    private static Set<String> keys(String file) throws IOException {
        return KEY.matcher(text(file))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(text(file)).results().map(MatchResult::group);
    }

    private static String text(String file) throws IOException {
        return Files.readString(FILES.resolve(file));
    }

    private static List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.list(FILES)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
