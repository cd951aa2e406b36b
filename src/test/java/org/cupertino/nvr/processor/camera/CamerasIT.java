package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.processor.ingest.StreamStats;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A video file as camera 0, in a route whose analysis fails as long as the test wants. */
class CamerasIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String VIDEO = "src/test/resources/video/mjpeg.mov";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final InferenceWorkers workers = new InferenceWorkers(1);
    private final Leases leases = new Leases();
    private final Cameras cameras =
            new Cameras(
                    context,
                    (id, uri) ->
                            new StreamSettings(
                                    id,
                                    uri,
                                    null,
                                    FilePlayback.LOOP,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null),
                    25,
                    leases);
    private final List<Status> statuses = new CopyOnWriteArrayList<>();
    private volatile boolean broken = true;

    @BeforeEach
    void start() throws Exception {
        context.addComponent("camera", new CameraComponent(cameras, workers));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        PluginHelper.getResourceLoader(context)
                                .resolveResource("classpath:routes/_errors.yaml"));
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        routeTemplate(CameraRoutes.TEMPLATE)
                                .templateParameter("source")
                                .from("camera:{{source}}")
                                .process(exchange -> analyse());
                    }
                });
        context.start();
        StatusReport report =
                new StatusReport(
                        new Instance("proc-a", Clock.systemUTC()),
                        cameras,
                        Detectors.on(Path.of("")),
                        statuses::add);
        cameras.onChange(report::publish);
        cameras.add(0, VIDEO);
        report.enter(InstanceState.RUNNING, null);
    }

    @AfterEach
    void stop() {
        cameras.removeAll();
        context.stop();
        leases.close();
    }

    private void analyse() {
        if (broken) {
            throw new IllegalStateException("no memory left on the device");
        }
    }

    @Test
    void failed_frames_are_counted_and_make_an_error_until_one_is_analysed() {
        await().atMost(SOON).until(() -> last().status() == InstanceState.ERROR);
        assertThat(last().reason()).contains("camera 0", "no memory left on the device");
        assertThat(cameras.framesFailed(0)).isGreaterThanOrEqualTo(FrameFailures.IN_A_ROW);

        broken = false;

        await().atMost(SOON).until(() -> last().status() == InstanceState.RUNNING);
        assertThat(last().reason()).isNull();
    }

    @Test
    void counters_go_on_over_a_restart() {
        await().atMost(SOON).until(() -> stats().framesSampled() >= 2);
        long failed = cameras.framesFailed(0);
        StreamStats before = stats();

        cameras.reopen();

        assertThat(stats().framesSampled()).isGreaterThanOrEqualTo(before.framesSampled());
        assertThat(stats().lastFrameAt()).isAfterOrEqualTo(before.lastFrameAt());
        assertThat(cameras.framesFailed(0)).isGreaterThanOrEqualTo(failed);
        await().atMost(SOON).until(() -> stats().reconnects() == before.reconnects() + 1);
    }

    @Test
    void second_route_on_a_camera_does_not_start_and_the_first_goes_on() throws Exception {
        broken = false;
        await().atMost(SOON).until(() -> stats().framesSampled() >= 2);
        RouteBuilder second =
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("camera:0").id("second").log("seen");
                    }
                };

        assertThatThrownBy(() -> context.addRoutes(second))
                .hasStackTraceContaining("Camera 0 has a route already");
        context.removeRoute("second");

        long before = stats().framesSampled();
        await().atMost(SOON).until(() -> stats().framesSampled() >= before + 3);
    }

    @Test
    void nothing_is_left_of_a_camera_without_a_route() throws Exception {
        context.removeRouteTemplates(CameraRoutes.TEMPLATE);

        assertThatThrownBy(() -> cameras.add(1, VIDEO)).isInstanceOf(Exception.class);

        assertThat(cameras.stats(1)).isEmpty();
        assertThat(context.getRoute("camera-1")).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("camera-1");
    }

    private StreamStats stats() {
        return cameras.stats(0).orElseThrow();
    }

    private Status last() {
        return statuses.get(statuses.size() - 1);
    }
}
