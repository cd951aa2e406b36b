package org.cupertino.nvr.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The diffs of docs/recipes.md fit the files as they are, and what they make of them is sound. */
class RecipesTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## ");
    private static final Pattern DIFF = Pattern.compile("(?ms)^```diff\\n(.*?)^```$");

    @TempDir Path folder;

    record Recipe(String title, Patch patch) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Recipe> recipes() throws IOException {
        String[] sections = SECTION.split(Files.readString(Path.of("docs/recipes.md")));
        List<Recipe> recipes = new ArrayList<>();
        for (String section : List.of(sections).subList(1, sections.length)) {
            String title = section.lines().findFirst().orElseThrow();
            List<String> diffs =
                    DIFF.matcher(section).results().map(diff -> diff.group(1)).toList();
            assertThat(diffs).as(title).hasSize(1);
            recipes.add(new Recipe(title, Patch.parse(diffs.get(0))));
        }
        return recipes;
    }

    @Test
    void there_is_one_for_each_question() throws IOException {
        assertThat(recipes())
                .extracting(Recipe::title)
                .containsExactly(
                        "A command",
                        "A metric",
                        "A message",
                        "A sink",
                        "Pictures elsewhere",
                        "A page");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void fits_the_files_and_makes_what_compiles_and_parses(Recipe recipe) throws IOException {
        Map<Path, String> changed = recipe.patch().applyTo(Path.of(""));
        assertThat(changed).hasSizeGreaterThan(1);

        assertThat(compile(javaOf(changed))).isEmpty();
        for (Map.Entry<Path, String> file : changed.entrySet()) {
            String name = file.getKey().toString();
            if (name.endsWith(".json")) {
                assertThat(new ObjectMapper().readTree(file.getValue())).isNotEmpty();
            } else if (name.endsWith(".yaml")) {
                Load yaml = new Load(LoadSettings.builder().build());
                assertThat(yaml.loadFromString(file.getValue())).isNotNull();
            }
        }
    }

    @Test
    void patch_that_does_not_fit_is_refused() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");
        String fits = "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n";
        assertThat(Patch.parse(fits).applyTo(folder))
                .containsExactly(Map.entry(Path.of("a.txt"), "one\n2\nthree\n"));
        for (String stale :
                List.of(
                        fits.replace(" one", " 1"),
                        fits.replace("-two", "-second"),
                        fits.replace("a/a.txt", "/dev/null"))) {
            assertThat(catchThrowable(() -> Patch.parse(stale).applyTo(folder)))
                    .as(stale)
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static Map<Path, String> javaOf(Map<Path, String> files) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().toString().endsWith(".java"))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** Compiles against the program as it is, and gives what the compiler complains of. */
    private String compile(Map<Path, String> sources) throws IOException {
        if (sources.isEmpty()) {
            return "";
        }
        List<Path> files = new ArrayList<>();
        for (Map.Entry<Path, String> source : sources.entrySet()) {
            Path file = folder.resolve("sources").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            files.add(file);
        }
        Path classes = Files.createDirectory(folder.resolve("classes"));
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean done =
                    compiler.getTask(
                                    complaints,
                                    manager,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-implicit:none",
                                            "-d",
                                            classes.toString(),
                                            "-classpath",
                                            path),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            return done ? "" : complaints.toString();
        }
    }
}
