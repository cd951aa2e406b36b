package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCamerasTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_right_file_is_one_line_with_exit_code_0() {
        assertThat(run("check-cameras", "docker/cameras.yaml")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("The cameras in docker/cameras.yaml are fine: [0, 2]");
    }

    @Test
    void each_fault_is_a_line_with_its_place_and_exit_code_1() throws Exception {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, "cameras:\n  1: {nam: x}\n  2: {max_fps: 0}\n");
        assertThat(run("check-cameras", file.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .hasSize(2)
                .first()
                .isEqualTo("c.yaml:2: unknown key 'nam' in cameras.1, did you mean name?");
    }

    @Test
    void a_file_that_is_not_there_is_wrong_usage() {
        assertThat(run("check-cameras", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml cannot be read");
        assertThat(run("check-cameras")).isEqualTo(2);
    }

    @Test
    void a_processor_does_not_start_with_a_faulty_file() throws Exception {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, "cameras:\n  1: {adress: 'rtsp://u:geheim@h/1'}\n");
        assertThat(run("processor", "--cameras", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("c.yaml line 2: unknown key 'adress' in cameras.1, did you mean address?")
                .doesNotContain("geheim");
    }

    @Test
    void the_schema_is_printed() {
        assertThat(run("check-cameras", "--schema")).isZero();
        assertThat(out.toString()).startsWith("{").contains("\"title\": \"File of cameras\"");
    }

    private int run(String... arguments) {
        return new Cli(null, Map.of(), folder)
                .writingTo(new PrintWriter(out), new PrintWriter(err))
                .run(arguments);
    }
}
