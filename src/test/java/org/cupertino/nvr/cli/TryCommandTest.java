package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryCommandTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Object[] started;

    @Test
    void one_camera_of_the_site_is_watched_with_a_broker_of_its_own() {
        assertThat(run("--camera", "2", "--minutes", "0.5", "--out", "seen")).isZero();

        ProcessorOptions options = (ProcessorOptions) started[0];
        assertThat(options.cameras().uris()).isEqualTo(Map.of(2, "rtsp://localhost:8554/2"));
        assertThat(options.mqtt().mqttUrl()).startsWith("tcp://127.0.0.1:");
        assertThat(options.publish().embeddedBroker()).isTrue();
        assertThat(options.http().httpPort()).hasValue(0);
        assertThat(options.detector().publishEmpty()).isTrue();
        assertThat(((RuleOptions) started[1]).lyingSamples()).isEqualTo(7);
        assertThat(started[2]).isEqualTo(Duration.ofSeconds(30));
        assertThat(started[3]).isEqualTo(Optional.of(Path.of("seen")));
        assertThat(out.toString()).isEqualTo("12:00:00  nobody ?[2J\n");
    }

    @Test
    void camera_that_is_not_of_the_site_and_no_time_at_all_are_wrong_usage() {
        assertThat(run("--camera", "3")).isEqualTo(2);
        assertThat(run("--camera", "2", "--minutes", "0")).isEqualTo(2);

        assertThat(err.toString())
                .contains("'3' but must be one of those configured: 1, 2")
                .contains("'0.0' but must be 0.02 to 1440");
        assertThat(started).isNull();
    }

    private int run(String... arguments) {
        Map<String, String> environment =
                Map.of(
                        "NVR_STREAMS", "1,2",
                        "NVR_MQTT_URL", "tcp://site:1883",
                        "NVR_PUBLISH_EMPTY", "false",
                        "NVR_LYING_SAMPLES", "7");
        String[] all = new String[arguments.length + 1];
        all[0] = "try";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Cli(launcher(), environment, folder)
                .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(all);
    }

    private Launcher launcher() {
        return (Launcher)
                Proxy.newProxyInstance(
                        Launcher.class.getClassLoader(),
                        new Class<?>[] {Launcher.class},
                        (proxy, method, arguments) -> {
                            assertThat(method.getName()).isEqualTo("tryCamera");
                            started = arguments;
                            @SuppressWarnings("unchecked")
                            Consumer<String> lines = (Consumer<String>) arguments[4];
                            lines.accept("12:00:00  nobody \033[2J");
                            return 0;
                        });
    }
}
