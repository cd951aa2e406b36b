package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.support.Mosquitto;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cameras and models that come and go leave nothing behind. */
class ChurnIT {
    private static final String CLIP = Path.of("src/main/resources/demo/people.mp4").toString();

    @RegisterExtension static final Mosquitto broker = new Mosquitto();

    /** What must be as before; pools of the JVM and of libraries may differ by a thread or two. */
    private record Held(
            Set<String> readers, int threads, int endpoints, int routes, long megabytes) {}

    @Test
    @Timeout(120)
    void some_cameras_and_models_leave_nothing_behind() throws Exception {
        churn(30, 5);
    }

    @Test
    @Tag("long")
    @Timeout(1_800)
    void a_thousand_cameras_and_two_hundred_models_leave_nothing_behind() throws Exception {
        churn(1_000, 200);
    }

    private static void churn(int cameras, int models) throws Exception {
        try (RunningProcessor processor =
                        new RunningProcessor(
                                Map.of(
                                        "mqtt-url", broker.url(),
                                        "file-playback", "loop",
                                        "instance-id", "proc-a",
                                        "stream", "0=" + CLIP,
                                        "allowed-schemes", "file",
                                        "max-fps", "2",
                                        "metrics-interval", "1h"));
                Orchestrator desk = new Orchestrator(broker)) {
            desk.awaitStatus("proc-a", "running");
            desk.awaitFrames(0, 1);
            // What is made once, such as caches and pools, is made before the first look.
            cycle(desk, 10, 4);
            Held before = held(processor.context());
            cycle(desk, cameras, models);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> {
                                Held now = held(processor.context());
                                assertThat(now.readers()).isEqualTo(before.readers());
                                assertThat(now.threads()).isLessThanOrEqualTo(before.threads() + 2);
                                assertThat(now.endpoints()).isEqualTo(before.endpoints());
                                assertThat(now.routes()).isEqualTo(before.routes());
                            });
            Held after = held(processor.context());
            System.out.printf("before %s%nafter  %s%n", before, after);
            assertThat(after.megabytes()).isLessThan(before.megabytes() + 150);
            desk.probe.clear();
            desk.awaitFrames(0, 1);
        }
    }

    private static void cycle(Orchestrator desk, int cameras, int models) {
        for (int i = 0; i < Math.max(cameras, models); i++) {
            if (i < cameras) {
                desk.tell(
                        "proc-a",
                        "add_stream",
                        "{\"source_id\":%d,\"uri\":\"%s\"}".formatted(1 + i, CLIP));
                if (i % 10 == 0) {
                    desk.awaitFrames(1 + i, 1);
                }
                desk.tell("proc-a", "remove_stream", "{\"source_id\":" + (1 + i) + "}");
            }
            if (i < models) {
                String model = i % 2 == 0 ? "nanodet-g-640" : "nanodet-g";
                desk.tell("proc-a", "change_model", "{\"model_id\":\"" + model + "\"}");
            }
            desk.probe.clear();
        }
    }

    private static Held held(CamelContext context) throws IOException {
        System.gc();
        Set<String> readers =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("camera-"))
                        .collect(Collectors.toSet());
        return new Held(
                readers,
                Thread.activeCount(),
                context.getEndpoints().size(),
                context.getRoutes().size(),
                residentMb());
    }

    private static long residentMb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
