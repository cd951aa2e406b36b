package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher beside stand-ins of Java and Maven, which say how they were called. */
class LauncherScriptTest {
    @TempDir Path home;

    private record End(int code, String output) {}

    @BeforeEach
    void standIns() throws IOException {
        Files.copy(Path.of("cupertino-nvr"), home.resolve("cupertino-nvr"));
        script(
                "bin/java",
                "echo \"java $*\"; echo \"LC_ALL=${LC_ALL:-}\"; echo \"core size $(ulimit -c)\"");
        script("bin/mvn", "echo built; mkdir target; : >target/cupertino-nvr.jar");
    }

    @Test
    void script_sets_the_options_that_the_tests_run_with() throws IOException {
        Matcher pom =
                Pattern.compile("<jvm.options>(.+?)</jvm.options>")
                        .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(Files.readString(Path.of("cupertino-nvr"))).contains(pom.group(1).split(" "));
    }

    @Test
    void installation_without_its_jar_says_so_and_is_not_built() throws Exception {
        Files.createFile(home.resolve("pom.xml"));

        End end = launch(Map.of());

        assertThat(end.code()).isEqualTo(1);
        assertThat(end.output())
                .contains("target/cupertino-nvr.jar is missing: install this version again")
                .doesNotContain("built");
    }

    @Test
    void checkout_is_built_once() throws Exception {
        Files.createFile(home.resolve("pom.xml"));
        // A folder in a clone, a file in a work tree of git.
        Files.createFile(home.resolve(".git"));

        assertThat(launch(Map.of()).output()).contains("built", "java ");
        assertThat(launch(Map.of()).output()).doesNotContain("built").contains("java ");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
                    none,  none,    none,        C.UTF-8
                    none,  none,    C,           C.UTF-8
                    none,  none,    POSIX,       C.UTF-8
                    C,     none,    de_DE.UTF-8, C.UTF-8
                    none,  POSIX,   de_DE.UTF-8, C.UTF-8
                    none,  none,    de_DE.UTF-8, ''
                    none,  C.UTF-8, C,           ''
                    fr_FR, C,       C,           fr_FR
                    """)
    void locale_without_umlauts_becomes_one_with_them_and_others_stay(
            String all, String types, String lang, String expected) throws Exception {
        jar();
        Map<String, String> locale = new HashMap<>();
        locale.put("LC_ALL", all);
        locale.put("LC_CTYPE", types);
        locale.put("LANG", lang);

        assertThat(launch(locale).output().lines()).contains("LC_ALL=" + expected);
    }

    @Test
    void crash_is_reported_where_it_outlives_the_container_and_nothing_is_dumped()
            throws Exception {
        jar();

        assertThat(launch(Map.of()).output())
                .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+ErrorFileToStderr")
                .contains("core size 0")
                .doesNotContain("HeapDump");
    }

    private void jar() throws IOException {
        Files.createFile(
                Files.createDirectory(home.resolve("target")).resolve("cupertino-nvr.jar"));
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** With no other variables than the path and these; null is one that is not set. */
    private End launch(Map<String, String> variables) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("cupertino-nvr").toString(), "processor")
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        variables.forEach(
                (name, value) -> {
                    if (value != null) {
                        builder.environment().put(name, value);
                    }
                });
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), output);
    }
}
