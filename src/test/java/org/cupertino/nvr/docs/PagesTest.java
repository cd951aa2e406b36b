package org.cupertino.nvr.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages are short enough to be read, can be found, and link to what there is. */
class PagesTest {
    private static final Path ROOT = Path.of("");
    private static final Path README = Path.of("README.md");
    private static final int LARGEST_README = 8_000;
    private static final int WIDEST = 120;

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(markdown(ROOT));
        pages.addAll(docs());
        pages.add(Path.of("models/README.md"));
        assertThat(pages).contains(README).hasSizeGreaterThan(14);
        return pages;
    }

    static List<Path> docs() throws IOException {
        return markdown(Path.of("docs"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : links(page)) {
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(Path.of(parts[0])).normalize();
            if (!Files.exists(target) || target.startsWith("..")) {
                broken.add(link + ": no such file");
            } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                broken.add(link + ": no such heading");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void links_are_found_at_all() throws IOException {
        assertThat(links(README)).contains("docs/routes.md").hasSizeGreaterThan(15);
        assertThat(anchors(Path.of("docs/routes.md"))).contains("edit-routes-while-it-runs");
    }

    @Test
    void readme_is_short_and_narrow() throws IOException {
        assertThat(Files.size(README)).isLessThanOrEqualTo(LARGEST_README);
        assertThat(Files.readAllLines(README)).allMatch(line -> line.length() <= WIDEST);
    }

    @Test
    void readme_lists_every_page() throws IOException {
        assertThat(links(README))
                .containsAll(docs().stream().map(page -> page.toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("docs")
    void every_page_says_for_whom_it_is_and_is_narrow_outside_tables_and_code(Path page)
            throws IOException {
        String text = Files.readString(page);
        assertThat(text.lines().skip(2).findFirst().orElseThrow()).startsWith("For ");
        assertThat(without(FENCED, text).lines())
                .allMatch(line -> line.startsWith("|") || line.length() <= WIDEST);
    }

    private static List<String> links(Path page) throws IOException {
        String prose = without(INLINE_CODE, without(FENCED, Files.readString(page)));
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /** The anchors of a page, as forges make them of its headings. */
    private static Set<String> anchors(Path page) throws IOException {
        if (!page.toString().endsWith(".md")) {
            return Set.of();
        }
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading :
                HEADING.matcher(without(FENCED, Files.readString(page))).results().toList()) {
            String anchor =
                    heading.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private static String without(Pattern pattern, String text) {
        return pattern.matcher(text).replaceAll("");
    }

    private static List<Path> markdown(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
