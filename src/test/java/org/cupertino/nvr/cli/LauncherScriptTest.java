package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LauncherScriptTest {
    @Test
    void script_sets_the_options_that_the_tests_run_with() throws Exception {
        Matcher pom =
                Pattern.compile("<jvm.options>(.+?)</jvm.options>")
                        .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(Files.readString(Path.of("cupertino-nvr"))).contains(pom.group(1).split(" "));
    }
}
