package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SpawnOptionsTest {
    @Test
    void defaults_are_processes_of_this_machine() {
        SpawnOptions options = parse(Map.of());

        assertThat(options.kind()).isEqualTo(SpawnKind.PROCESS);
        assertThat(options.image()).isEqualTo("cupertino-nvr");
        assertThat(options.memory()).isEqualTo(768L * 1024 * 1024);
        assertThat(options.networks()).isEmpty();
        assertThat(options.extraHosts()).isEmpty();
        assertThat(options.logs()).isEmpty();
    }

    @Test
    void values_come_from_the_environment_too() {
        SpawnOptions options =
                parse(
                        Map.of("NVR_SPAWN", "docker", "NVR_SPAWN_NETWORK", "mqtt, cameras"),
                        "--spawn-memory",
                        "2G",
                        "--spawn-extra-host",
                        "broker:host-gateway,six:::1");

        assertThat(options.kind()).isEqualTo(SpawnKind.DOCKER);
        assertThat(options.networks()).containsExactly("mqtt", "cameras");
        assertThat(options.memory()).isEqualTo(2L << 30);
        assertThat(options.extraHosts()).containsExactly("broker:host-gateway", "six:::1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--spawn podman | expected one of",
                "--spawn-image -v | the name of an image",
                "--spawn-network a,,b | single commas",
                "--spawn-network a/b | names of networks",
                "--spawn-extra-host a | NAME:ADDRESS",
                "--spawn-memory 768 | '768' is not a size such as 768m or 1g",
                "--spawn-memory 64m | --spawn-memory is '64m' but must be at least 128m",
                "--spawn-logs pom.xml | a folder"
            })
    void wrong_value_is_told_in_one_sentence(String flags, String sentence) {
        assertThatThrownBy(() -> parse(Map.of(), flags.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }

    private static SpawnOptions parse(Map<String, String> environment, String... flags) {
        SpawnOptions options = new SpawnOptions();
        Settings settings =
                Settings.of(environment, Path.of("target", "no-such-folder"), Parsed.KEYS);
        CommandLine parser = OptionParser.configure(new CommandLine(options));
        parser.setDefaultValueProvider(settings);
        try {
            options.resolve(parser.parseArgs(flags), settings);
        } catch (ParameterException e) {
            throw new ConfigException(OptionParser.explain(e, settings));
        }
        return options;
    }
}
