package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CliTest {
    @TempDir Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Recorder launcher = new Recorder();

    @Test
    void processor_gets_its_options_and_gives_the_exit_code() {
        environment.put("NVR_MAX_FPS", "2");
        launcher.exitCode = 5;

        assertThat(run("processor", "--streams", "0,1")).isEqualTo(5);

        assertThat(launcher.options.cameras().uris()).containsOnlyKeys(0, 1);
        assertThat(launcher.options.cameras().maxFps()).isEqualTo(2);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrong_usage_is_one_line_and_exit_code_2() {
        assertThat(run("processor", "--max-fsp", "3")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "cupertino-nvr processor: Unknown option --max-fsp, did you mean --max-fps?");
        assertThat(launcher.options).isNull();
    }

    @Test
    void misspelt_command_and_no_command_are_wrong_usage() {
        assertThat(run("procesor")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean processor?");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("A command is missing");
    }

    @Test
    void wrong_value_is_exit_code_2_whoever_finds_it() {
        assertThat(run("processor", "--max-fps", "0")).isEqualTo(2);
        launcher.failure = new ConfigException("No such model: x");
        assertThat(run("processor")).isEqualTo(2);
        assertThat(err.toString()).endsWith("cupertino-nvr processor: No such model: x\n");
    }

    @Test
    void model_that_is_not_there_is_a_wrong_value_and_a_broken_one_a_failure() throws Exception {
        ModelStore models = new ModelStore(folder, new TorchFormat());
        launcher.failure = catchThrowableOfType(ModelException.class, () -> models.find("nosuch"));
        assertThat(run("processor", "--model", "nosuch")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no model nosuch");

        Files.writeString(folder.resolve("broken.torchscript"), "");
        launcher.failure = catchThrowableOfType(ModelException.class, () -> models.find("broken"));
        assertThat(run("processor", "--model", "broken")).isEqualTo(1);
    }

    @Test
    void failure_is_one_line_without_secrets_and_exit_code_1() {
        launcher.failure = new IllegalStateException("Broken\n rtsp://u:geheim@h/1");

        assertThat(run("processor")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("cupertino-nvr processor: Broken rtsp://***@h/1");
    }

    @Test
    void faults_of_routes_are_printed_one_a_line_with_exit_code_1() {
        launcher.faults = List.of("camera.yaml:12: unknown component foo", "b.yaml: too bad");

        assertThat(run("check-routes", "routes")).isEqualTo(1);
        assertThat(out.toString().lines()).containsExactlyElementsOf(launcher.faults);
    }

    @Test
    void routes_without_a_fault_are_one_line_with_exit_code_0() {
        assertThat(run("check-routes", "routes")).isZero();
        assertThat(out.toString().lines()).containsExactly("The routes in routes are fine");
        assertThat(run("check-routes")).isEqualTo(2);
    }

    @Test
    void routes_of_an_orchestrator_are_checked_as_such() {
        launcher.orchestratorFaults = List.of("rooms.yaml:7: unknown bean step");

        assertThat(run("check-routes", "routes")).isZero();
        assertThat(run("check-routes", "--orchestrator", "routes/orchestrator")).isEqualTo(1);

        assertThat(out.toString().lines()).endsWith("rooms.yaml:7: unknown bean step");
    }

    @Test
    void help_lists_every_option_with_its_default() {
        assertThat(run("processor", "--help")).isZero();

        String help = out.toString();
        CommandLine processor = cli().root().getSubcommands().get("processor");
        for (OptionSpec option : processor.getCommandSpec().options()) {
            assertThat(help).containsPattern(line(option));
            if (!option.usageHelp()
                    && !option.versionHelp()
                    && !option.longestName().equals("--end")) {
                assertThat(String.join(" ", option.description()))
                        .as(option.longestName())
                        .contains("Default: ");
            }
        }
        assertThat(help)
                .contains(
                        "Default: rtsp://localhost:8554", "NVR_MAX_FPS", "nvr.max-fps", "Examples:")
                .contains("General:", "Cameras:", "Detector:", "Broker:", "Publishing:", "Logging:")
                .doesNotContain("DEFAULT-VALUE");
        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    }

    private static Pattern line(OptionSpec option) {
        return option.usageHelp() || option.versionHelp()
                ? Pattern.compile("  " + option.shortestName() + ", ")
                : Pattern.compile("      --(\\[no-])?" + option.longestName().substring(2));
    }

    @Test
    void help_shows_no_configured_value_and_reads_no_file() throws Exception {
        environment.put("NVR_STREAM_SERVER", "rtsp://u:geheim@h");
        Files.writeString(folder.resolve("cupertino-nvr.properties"), "nvr.broken = 1");

        assertThat(run("processor", "--help")).isZero();

        assertThat(out.toString()).doesNotContain("geheim", "broken");
    }

    @Test
    void root_help_tells_commands_precedence_and_exit_codes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("processor", "demo", "NVR_MAX_FPS", "Exit codes:", "Wrong usage");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).containsPattern("cupertino-nvr \\S+\\R$");
    }

    @Test
    void demo_without_a_camera_is_wrong_usage() {
        assertThat(run("demo", "--cameras", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--cameras is '0' but must be 1 to 16");
    }

    @Test
    void doctor_prints_a_line_for_each_finding_and_fails_with_one_that_is_bad() {
        launcher.findings =
                List.of(
                        Finding.ok("Java", "17"),
                        Finding.warn("camera 0", "h264", "set the clock"));
        assertThat(run("doctor", "--streams", "0", "--stills", "there")).isZero();
        assertThat(launcher.options.cameras().uris()).containsOnlyKeys(0);
        assertThat(launcher.stills).contains(Path.of("there"));
        assertThat(out.toString().lines())
                .containsExactly(
                        "ok    Java       17", "warn  camera 0   h264. Remedy: set the clock");

        launcher.findings =
                List.of(Finding.fail("broker", "tcp://u:geheim@h:1 \033[2J", "start it"));
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out.toString())
                .endsWith("FAIL  broker     tcp://***@h:1 ?[2J. Remedy: start it\n");
    }

    @Test
    void every_command_has_examples_in_its_help() {
        examples(cli().root());
    }

    private static void examples(CommandLine command) {
        assertThat(command.getUsageMessage())
                .as(command.getCommandSpec().qualifiedName())
                .contains("Examples:")
                .containsPattern("(?s)Examples:.*cupertino-nvr ");
        command.getSubcommands().values().forEach(CliTest::examples);
    }

    @Test
    void completion_is_a_script_that_bash_takes_and_knows_commands_and_options() throws Exception {
        assertThat(run("completion")).isZero();

        assertThat(out.toString()).contains("processor", "--max-fps", "set-fps");
        Path script = Files.writeString(folder.resolve("completion.bash"), out.toString());
        Process bash = new ProcessBuilder("bash", "-n", script.toString()).start();
        assertThat(bash.waitFor()).isZero();
    }

    private int run(String... arguments) {
        return cli().run(arguments);
    }

    private Cli cli() {
        return new Cli(launcher, environment, folder)
                .writingTo(new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static final class Recorder implements Launcher {
        private List<String> faults = List.of();
        private List<String> orchestratorFaults = List.of();
        private List<String> wallFaults = List.of();

        @Override
        public int wall(WallOptions options) {
            throw new AssertionError("no wall");
        }

        @Override
        public List<String> checkRoutes(WallOptions options, Path folder) {
            return wallFaults;
        }

        @Override
        public int orchestrate(OrchestratorOptions options) {
            throw new AssertionError("no orchestrator");
        }

        @Override
        public int emergencyDemo(ProcessorOptions options, OrchestratorOptions orchestrator) {
            throw new AssertionError("no demo");
        }

        @Override
        public List<String> checkRoutes(ProcessorOptions options, Path folder) {
            return faults;
        }

        @Override
        public List<String> checkRoutes(OrchestratorOptions options, Path folder) {
            return orchestratorFaults;
        }

        @Override
        public void doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out) {
            this.options = options;
            this.stills = stills;
            findings.forEach(out);
        }

        @Override
        public int tryCamera(
                ProcessorOptions options,
                RuleOptions rules,
                Duration duration,
                Optional<Path> folder,
                Consumer<String> out) {
            throw new AssertionError("no trial");
        }

        private List<Finding> findings = List.of();
        private Optional<Path> stills;
        private ProcessorOptions options;
        private int exitCode;
        private Exception failure;

        @Override
        public int run(ProcessorOptions options) throws Exception {
            this.options = options;
            if (failure != null) {
                throw failure;
            }
            return exitCode;
        }

        @Override
        public int demo(ProcessorOptions options, Optional<Duration> duration) throws Exception {
            return run(options);
        }
    }
}
