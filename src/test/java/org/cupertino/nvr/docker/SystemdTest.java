package org.cupertino.nvr.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd says to the units, and what the program says to their files. */
class SystemdTest {
    private static final Path SHIPPED = Path.of("docker/systemd");
    private static final String PROGRAM = "/opt/cupertino-nvr/current/cupertino-nvr";

    @TempDir Path folder;

    @BeforeEach
    void assumeSystemd() {
        boolean there = Shell.knows("systemd-analyze", "--version");
        String missing = "There is no systemd-analyze; this test needs it: apt-get install systemd";
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        assumeTrue(there, missing);
    }

    @ParameterizedTest
    @CsvSource({
        "cupertino-nvr-processor@.service, cupertino-nvr-processor@hab-0-3.service",
        "cupertino-nvr-orchestrator.service, cupertino-nvr-orchestrator.service"
    })
    void systemd_understands_the_unit_and_finds_it_confined(String file, String unit)
            throws IOException {
        String text = Files.readString(SHIPPED.resolve(file));

        assertThat(text).contains("ExecStart=" + PROGRAM + " ");
        assertThat(verified(unit, text)).isEmpty();
        // Of 100, which is no confinement at all; fails above it.
        Shell.run(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                folder.resolve(unit).toString());
    }

    @Test
    void key_that_systemd_does_not_know_is_found() throws IOException {
        String text = Files.readString(SHIPPED.resolve("cupertino-nvr-orchestrator.service"));

        assertThat(verified("misspelt.service", text.replace("ProtectHome", "ProtectHouse")))
                .contains("ProtectHouse");
    }

    @Test
    void examples_are_settings_that_the_programs_take() throws IOException {
        Map<String, String> processor = settings("processor.properties");
        assertThat(ProcessorOptions.from(processor::get).asProperties().keySet())
                .containsAll(processor.keySet());

        Map<String, String> orchestrator = settings("orchestrator.properties");
        assertThat(Settings.keys(new OrchestratorOptions())).containsAll(orchestrator.keySet());
    }

    private String verified(String unit, String text) throws IOException {
        Path file = folder.resolve(unit);
        Files.writeString(file, text.replace(PROGRAM, "/bin/true"));
        return Shell.run("systemd-analyze", "verify", "--man=no", file.toString());
    }

    private Map<String, String> settings(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SHIPPED.resolve(file))) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        assertThat(settings.get("nvr.mqtt-password-file")).startsWith("/etc/cupertino-nvr/mqtt_");
        settings.put(
                "nvr.mqtt-password-file",
                Files.writeString(folder.resolve("password"), "secret").toString());
        return settings;
    }
}
