package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cupertino.nvr.support.CamelRun;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;
import org.cupertino.nvr.support.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(500)
class CamelRunProcessorIT {
    @RegisterExtension static final Mosquitto MOSQUITTO = new Mosquitto();

    @Test
    void camel_run_starts_the_same_processor_from_the_same_file(@TempDir Path folder)
            throws Exception {
        Path clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
        int httpPort = Ports.free();
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(Path.of("routes/application.properties"))
                        + """
                        nvr.instance-id = camel-run
                        nvr.stream = 3=%s
                        nvr.file-playback = loop
                        nvr.max-fps = 1
                        nvr.models = %s
                        nvr.mqtt-url = %s
                        nvr.http-port = %d
                        """
                                .formatted(
                                        clip,
                                        Path.of("models").toAbsolutePath(),
                                        MOSQUITTO.url(),
                                        httpPort));
        List<String> arguments = new ArrayList<>();
        try (Stream<Path> routes = Files.list(Path.of("routes").toAbsolutePath())) {
            routes.filter(file -> file.toString().endsWith(".yaml"))
                    .map(Path::toString)
                    .sorted()
                    .forEach(arguments::add);
        }
        arguments.add(settings.toString());
        arguments.add(Path.of("target/cupertino-nvr.jar").toAbsolutePath().toString());
        try (MqttProbe probe = new MqttProbe(MOSQUITTO.url());
                CamelRun run = CamelRun.start(folder, arguments.toArray(String[]::new))) {
            probe.subscribe("nvr/#");
            run.awaitLine("Processor camel-run watches 1 cameras", Duration.ofSeconds(240));
            Received detection =
                    probe.await(
                            message -> message.topic().equals("nvr/detections/3"),
                            Duration.ofSeconds(90));
            assertThat(detection.json().get("instance_id").asText()).isEqualTo("camel-run");
            assertThat(detection.json().findValuesAsText("class_name")).contains("person");
            Http http = new Http(httpPort);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> http.status("/observe/health/ready") == 200);
            assertThat(http.series())
                    .contains(
                            "nvr_instance_state{instance_id=\"camel-run\",state=\"running\"} 1.0");
            probe.publish("nvr/control/commands", "{\"command\":\"ping\"}");
            probe.await(
                    message ->
                            message.topic().equals("nvr/control/acks/camel-run")
                                    && message.payload().contains("completed"),
                    Duration.ofSeconds(60));
        }
    }
}
