package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    /**
     * Names of threads without their numbers that come and go with the machine's load, and not with
     * cameras or models: pools of the JVM, of Paho, of the HTTP server and of Awaitility.
     */
    private static final String ELASTIC =
            "(awaitility|ForkJoinPool|MQTT|mqtt|vert|Camel|Attach|process|pool|Timer|Thread-|Java2D).*";

    /**
     * What must be as before.
     *
     * @param threads how many of each name, less the numbers in it
     * @param meters all of our own; of the classes of things a new one may turn up at any time
     */
    private record Held(
            Map<String, Long> threads,
            int allThreads,
            int endpoints,
            int routes,
            Set<String> meters) {}

    @Test
    @Timeout(400)
    void some_cameras_and_models_leave_nothing_behind() throws Exception {
        // A short run shows threads, meters and routes; its heap has not settled.
        churn(30, 6, 300);
    }

    @Test
    @Tag("long")
    @Timeout(1_800)
    void a_thousand_cameras_and_two_hundred_models_leave_nothing_behind() throws Exception {
        churn(1_000, 200, 150);
    }

    private static void churn(int cameras, int models, int mayGrowMb) throws Exception {
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
                CommandDesk desk = new CommandDesk(broker)) {
            desk.awaitStatus("proc-a", "running");
            desk.awaitFrames(0, 1);
            // What is made once, such as caches and pools, is made before the first look.
            cycle(desk, 10, 4);
            // The meters of the last camera follow its status, half a second later.
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    held(processor.context()).meters().stream()
                                            .noneMatch(meter -> meter.contains("source_id=10")));
            Held before = held(processor.context());
            long megabytes = residentMb();
            cycle(desk, cameras, models);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> {
                                Held now = held(processor.context());
                                // Others that an earlier test left may end meanwhile.
                                assertThat(now.threads())
                                        .allSatisfy(
                                                (name, count) ->
                                                        assertThat(count)
                                                                .as(name)
                                                                .isLessThanOrEqualTo(
                                                                        before.threads()
                                                                                .getOrDefault(
                                                                                        name, 0L)));
                                assertThat(now.allThreads())
                                        .isLessThanOrEqualTo(before.allThreads() + 4);
                                assertThat(now.endpoints()).isEqualTo(before.endpoints());
                                assertThat(now.routes()).isEqualTo(before.routes());
                                assertThat(now.meters()).isEqualTo(before.meters());
                            });
            long grown = residentMb() - megabytes;
            System.out.printf("%s, %d MB grown by %d%n", before, megabytes, grown);
            assertThat(grown).isLessThan(mayGrowMb);
            desk.probe.clear();
            desk.awaitFrames(0, 1);
        }
    }

    /** An even number of models, so that the same one is loaded before and after. */
    private static void cycle(CommandDesk desk, int cameras, int models) {
        for (int i = 0; i < Math.max(cameras, models); i++) {
            if (i < cameras) {
                desk.complete(
                        "proc-a",
                        "add_stream",
                        "{\"source_id\":%d,\"uri\":\"%s\"}".formatted(1 + i, CLIP));
                if (i % 10 == 0) {
                    desk.awaitFrames(1 + i, 1);
                }
                desk.complete("proc-a", "remove_stream", "{\"source_id\":" + (1 + i) + "}");
            }
            if (i < models) {
                String model = i % 2 == 0 ? "nanodet-g-640" : "nanodet-g";
                desk.complete("proc-a", "change_model", "{\"model_id\":\"" + model + "\"}");
            }
            desk.probe.clear();
        }
    }

    private static Held held(CamelContext context) {
        Map<String, Long> threads =
                Thread.getAllStackTraces().keySet().stream()
                        .map(thread -> thread.getName().replaceAll("[0-9]+", "#"))
                        .filter(name -> !name.matches(ELASTIC))
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        return new Held(
                threads,
                Thread.activeCount(),
                context.getEndpoints().size(),
                context.getRoutes().size(),
                context.getRegistry().findSingleByType(MeterRegistry.class).getMeters().stream()
                        .map(Meter::getId)
                        .filter(id -> id.getTag("class_name") == null)
                        .filter(id -> id.getName().startsWith("nvr."))
                        .map(id -> id.getName() + id.getTags())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static long residentMb() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
