package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person sees of a start: what the program itself has to say, and no more. */
@Timeout(200)
class QuietStartIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String CLOCK = "\\d\\d:\\d\\d:\\d\\d\\.\\d  ";

    @RegisterExtension final Processors processors = new Processors();

    @Test
    void processor_with_four_cameras_starts_in_at_most_twelve_lines() {
        Path clip = Path.of("src/main/resources/demo/people.mp4").toAbsolutePath();
        processors
                .environment("NVR_EMBEDDED_BROKER", true)
                .environment("NVR_EMBEDDED_BROKER_PORT", Ports.free())
                .environment("NVR_HTTP_PORT", Ports.free())
                .environment("NVR_FILE_PLAYBACK", "loop")
                .environment(
                        "NVR_STREAM",
                        IntStream.range(0, 4)
                                .mapToObj(id -> id + "=" + clip)
                                .collect(Collectors.joining(" ")));
        ProcessorProcess processor = processors.start("processor");
        for (String role : List.of("commands", "publisher", "presence")) {
            processor.awaitLine("Connected to .* for " + role, SOON);
        }
        processor.awaitLine("Processor .* watches 4 cameras", SOON);
        IntStream.range(0, 4)
                .forEach(id -> processor.awaitLine("Camera " + id + " .* is live", SOON));

        assertThat(processor.lines()).hasSizeLessThanOrEqualTo(12);
        assertThat(processor.stop()).isEqualTo(143);
        assertThat(processor.lines()).hasSizeLessThanOrEqualTo(13);
    }

    @Test
    void demo_shows_its_story_and_nothing_else() {
        ProcessorProcess demo = processors.start("demo", "--port", Integer.toString(Ports.free()));

        demo.awaitLine(" camera \\d  \\d+ person ", SOON);
        assertThat(demo.stop()).isEqualTo(143);

        assertThat(demo.lines().subList(0, 3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("The broker is at "),
                        line -> assertThat(line).contains("mosquitto_sub"),
                        line -> assertThat(line).startsWith("The wall is at http://127.0.0.1:"));
        assertThat(demo.lines().subList(3, demo.lines().size()))
                .allMatch(line -> line.matches(CLOCK + "(demo is|camera \\d) .*"));
    }
}
