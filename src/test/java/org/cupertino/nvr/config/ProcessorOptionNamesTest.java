package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Each option of a processor under all the names that it has. */
class ProcessorOptionNamesTest {
    @TempDir Path folder;

    @Test
    void every_option_follows_the_naming_rule_in_environment_file_and_lookup() throws IOException {
        Map<String, String> samples = samples();
        List<String> tested = new ArrayList<>();
        for (OptionSpec option : CommandSpec.forAnnotatedObject(new ProcessorOptions()).options()) {
            String name = option.longestName().substring(2);
            if (name.equals("config")) {
                continue;
            }
            String property = "nvr." + name;
            String value = samples.get(name);
            assertThat(value).as("a sample value for " + name).isNotNull();
            Map<String, String> extra = new HashMap<>(Map.of(property, value));
            Map<String, String> partners =
                    Map.of(
                            "start",
                            "end=5",
                            "end",
                            "start=2",
                            "mqtt-cert",
                            "mqtt-key=pom.xml",
                            "mqtt-key",
                            "mqtt-cert=pom.xml");
            String[] partner = partners.getOrDefault(name, "classes=x").split("=");
            extra.putIfAbsent("nvr." + partner[0], partner[1]);
            if (name.matches("mqtt-(ca|cert|key)")) {
                extra.put("nvr.mqtt-url", "ssl://b:8883");
            }
            String expected = effective(name, value);

            assertThat(ProcessorOptions.from(extra::get).asProperties())
                    .containsAllEntriesOf(expectedEntry(name, expected));

            Map<String, String> environment = new HashMap<>();
            extra.forEach((k, v) -> environment.put(k.replaceAll("[.-]", "_").toUpperCase(), v));
            assertThat(Parsed.of(environment, folder).asProperties())
                    .containsAllEntriesOf(expectedEntry(name, expected));

            StringBuilder lines = new StringBuilder();
            extra.forEach((k, v) -> lines.append(k).append('=').append(v).append('\n'));
            Files.writeString(folder.resolve(Settings.DEFAULT_FILE), lines.toString());
            assertThat(Parsed.of(Map.of(), folder).asProperties())
                    .containsAllEntriesOf(expectedEntry(name, expected));
            Files.delete(folder.resolve(Settings.DEFAULT_FILE));
            tested.add(name);
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(samples.keySet());
    }

    /** The five that choose cameras come back as the cameras they choose. */
    private static Map<String, String> expectedEntry(String name, String expected) {
        return Map.of(
                List.of("n", "start", "end").contains(name) ? "nvr.streams" : "nvr." + name,
                expected);
    }

    private static String effective(String name, String value) {
        return switch (name) {
            case "n" -> "0,1,2";
            case "start", "end" -> "2,3,4,5";
            default -> value;
        };
    }

    private static Map<String, String> samples() {
        Map<String, String> samples = new HashMap<>();
        for (String sample :
                """
                instance-id=proc-a
                routes=src
                metrics-interval=1500ms
                enable-control=false
                lease=90s
                streams=3,9
                n=3
                start=2
                end=5
                stream=7=rtsp://a/1 8=/b c.mp4
                stream-server=rtsp://cams:554/live
                cameras=pom.xml
                max-fps=0.25
                rtsp-transport=udp
                file-playback=loop
                camera-ca=pom.xml
                camera-networks=10.1.0.0/16,fd00::/8
                camera-secrets=pom.xml
                connect-timeout=3s
                stall-timeout=700ms
                key-frames-only=2,5
                max-picture=1920x1080
                allowed-schemes=rtsps,https
                model=yolov8n
                models=src
                confidence=0.3
                iou=0.6
                classes=person,car
                device=cuda:1
                precision=bf16
                posture-model=none
                posture-every=9
                workers=3
                publish-empty=false
                camera-limits=false
                mqtt-url=mqtts://broker:8883
                mqtt-user=nurse
                mqtt-password-file=pom.xml
                mqtt-ca=pom.xml
                mqtt-cert=pom.xml
                mqtt-key=pom.xml
                topic-prefix=site/a
                detections-qos=1
                outbox-size=7
                snapshots=never
                snapshot-privacy=people
                snapshot-block-percent=7.5
                embedded-broker=true
                embedded-broker-port=1999
                http-host=0.0.0.0
                http-port=9999
                log-level=trace
                json-logs=true
                """
                        .strip()
                        .split("\n")) {
            String[] pair = sample.split("=", 2);
            samples.put(pair[0], pair[1]);
        }
        return samples;
    }
}
