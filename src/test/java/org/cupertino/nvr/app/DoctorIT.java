package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.cupertino.nvr.Launchers;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.log.Logging;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds at a site that works, and at one that does not. */
@Timeout(200)
class DoctorIT {
    private static final String PASSWORD = "Geheim-1";

    @RegisterExtension
    static final Mosquitto MOSQUITTO =
            new Mosquitto()
                    .user("all", PASSWORD)
                    .user("deaf", PASSWORD)
                    .user("mute", PASSWORD)
                    .accessList(
                            """
                            user all
                            topic readwrite nvr/#
                            user deaf
                            topic write nvr/#
                            user mute
                            topic read nvr/#
                            """);

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void serverIsThere() {
        RtspServer.assumeAvailable();
    }

    @AfterEach
    void log_again() {
        Logging.start(ProcessorOptions.from(key -> null).logging());
    }

    @Test
    void site_that_works_has_a_line_for_each_check_and_exit_code_0() throws Exception {
        Path clip = RtspServer.resource("/demo/people.mp4");
        Path stills = folder.resolve("stills");
        try (RtspServer server =
                RtspServer.start(Ports.free(), Map.of("people", clip), "u", PASSWORD)) {
            String address = "rtsp://u:" + PASSWORD + "@127.0.0.1:" + server.port() + "/people";

            assertThat(
                            doctor(
                                    "all",
                                    MOSQUITTO.port(),
                                    "0=" + address + " 1=" + clip,
                                    "--stills",
                                    stills.toString()))
                    .as(out.toString())
                    .isZero();
        }

        assertThat(lines())
                .anyMatch(line -> line.matches("ok    Java       17.*processors"))
                .anyMatch(line -> line.matches("ok    libav      .+"))
                .anyMatch(line -> line.matches("ok    model      .* one inference takes \\d+ ms"))
                .anyMatch(line -> line.matches("ok    broker     .* publish and subscribe"));
        String facts = "h264 \\d+x\\d+, \\d+\\.\\d frames/s, a key frame every \\d+\\.\\d s, ";
        assertThat(lines())
                .anyMatch(line -> line.matches("(ok  |warn)  camera 0   " + facts + "clock .*"))
                .anyMatch(line -> line.matches("ok    camera 1   " + facts + "no clock"));
        for (int id : new int[] {0, 1}) {
            BufferedImage still = ImageIO.read(stills.resolve("camera-" + id + ".jpg").toFile());
            assertThat(still.getWidth()).isGreaterThan(300);
        }
    }

    @Test
    void cameras_that_do_not_work_are_named_with_a_remedy_and_without_credentials() {
        String address = "rtsp://u:" + PASSWORD + "@127.0.0.1:" + Ports.free() + "/x";

        assertThat(doctor("all", MOSQUITTO.port(), "0=" + address + " 1=" + folder + "/no.mp4"))
                .isEqualTo(1);

        assertThat(lines())
                .anyMatch(
                        line ->
                                line.startsWith("FAIL  camera 0   rtsp://***@127.0.0.1:")
                                        && line.endsWith(
                                                "/x: connection refused. Remedy: correct the port,"
                                                        + " or switch RTSP on in the camera"))
                .anyMatch(
                        line ->
                                line.startsWith("FAIL  camera 1 ")
                                        && line.endsWith("no such file. Remedy: correct the path"));
    }

    @Test
    void broker_that_does_not_allow_what_a_processor_needs_is_wrong() {
        assertThat(doctor("mute", MOSQUITTO.port(), "")).isEqualTo(1);
        assertThat(out.toString())
                .contains("it refuses to publish to nvr/control/status/doctor-")
                .contains("Remedy: allow this user to write nvr/control/status/#")
                .contains("warn  cameras    none is configured");
        out.getBuffer().setLength(0);

        assertThat(doctor("deaf", MOSQUITTO.port(), "")).isEqualTo(1);
        assertThat(out.toString())
                .contains("FAIL  broker")
                .contains("nvr/control/commands/#. Remedy: allow this user to read that topic");
    }

    @Test
    void broker_that_is_not_there_is_wrong() {
        assertThat(doctor("all", Ports.free(), "")).isEqualTo(1);
        assertThat(lines())
                .anyMatch(
                        line ->
                                line.startsWith("FAIL  broker     tcp://127.0.0.1:")
                                        && line.contains(": no connection: ")
                                        && line.contains("Remedy: start the broker, or correct"));
    }

    private int doctor(String user, int brokerPort, String streams, String... more) {
        Map<String, String> environment =
                Map.of(
                        "NVR_MQTT_URL", "mqtt://127.0.0.1:" + brokerPort,
                        "NVR_MQTT_USER", user,
                        "NVR_MQTT_PASSWORD", PASSWORD,
                        "NVR_STREAM", streams);
        String[] arguments = new String[more.length + 1];
        arguments[0] = "doctor";
        System.arraycopy(more, 0, arguments, 1, more.length);
        int exitCode =
                new Cli(new Launchers(), environment, folder)
                        .writingTo(new PrintWriter(out), new PrintWriter(System.err, true))
                        .run(arguments);
        assertThat(out.toString()).doesNotContain(PASSWORD);
        return exitCode;
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }
}
