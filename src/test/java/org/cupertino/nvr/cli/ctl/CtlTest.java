package org.cupertino.nvr.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CtlTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void every_command_of_the_wire_has_its_name_and_a_dashed_one() {
        CommandLine ctl = CtlCommand.create(Settings.of(Map.of(), folder, Set.of()));

        Stream.of(
                        "ping",
                        "metrics",
                        "status",
                        "pause",
                        "resume",
                        "set_fps",
                        "change_model",
                        "add_stream",
                        "remove_stream",
                        "rename_instance",
                        "restart",
                        "stop")
                .flatMap(name -> Stream.of(name, name.replace('_', '-')))
                .forEach(name -> assertThat(ctl.getSubcommands()).containsKey(name));
    }

    @Test
    void wrong_usage_is_found_before_anything_is_sent() {
        assertThat(run("pause", "--to", "a b")).isEqualTo(2);
        assertThat(run("rename", "x", "--to", "a,b")).isEqualTo(2);
        assertThat(run("rename", "x", "--to", "*")).isEqualTo(2);
        assertThat(run("set-fps", "fast", "--to", "a")).isEqualTo(2);
        assertThat(run("set-fps", "--to", "a")).isEqualTo(2);
        assertThat(run("set-fps", "--lease", "5s", "--to", "a")).isEqualTo(2);
        assertThat(run("ping", "--wait", "0")).isEqualTo(2);
        assertThat(run("ping", "--request-id", "")).isEqualTo(2);
        assertThat(run("ping", "--mqtt-url", "localhost")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(10);
    }

    @Test
    void only_the_way_to_the_broker_is_taken_from_the_environment() {
        Map<String, String> environment =
                Map.of("NVR_TO", "*", "NVR_LOG_LEVEL", "silly", "NVR_MQTT_URL", "nonsense");

        assertThat(run(environment, "rename", "x", "--to", "a")).isEqualTo(2);

        assertThat(err.toString())
                .contains("--mqtt-url is 'nonsense' (environment variable NVR_MQTT_URL)");
    }

    @Test
    void help_has_examples_exit_codes_and_a_quiet_log() {
        assertThat(run("change-model", "--help")).isZero();

        assertThat(out.toString())
                .contains("Examples:", "ctl change-model nanodet-g-640", "Exit codes:")
                .containsPattern("(?s)--log-level=LEVEL.*Default: error");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Cli(null, environment, folder)
                .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(Stream.concat(Stream.of("ctl"), Stream.of(arguments)).toArray(String[]::new));
    }
}
