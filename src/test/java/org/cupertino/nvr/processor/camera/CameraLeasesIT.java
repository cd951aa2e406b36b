package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Video files as cameras 0 and 1, whose rates and absence hold for a time. */
class CameraLeasesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);
    private static final OptionalInt ALL = OptionalInt.empty();
    private static final String USUAL = "src/test/resources/video/mjpeg.mov";
    private static final String OTHER = "src/test/resources/video/h265.mp4";

    private volatile String usual = USUAL;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final InferenceWorkers workers = new InferenceWorkers(1);
    private final Leases leases = new Leases();
    private final Cameras cameras =
            new Cameras(
                    context,
                    (id, uri) ->
                            new StreamSettings(
                                    id,
                                    uri == null ? usual : uri,
                                    null,
                                    FilePlayback.LOOP,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null),
                    2,
                    leases);
    private final List<Status> statuses = new CopyOnWriteArrayList<>();
    private StatusReport report;

    @BeforeEach
    void start() throws Exception {
        context.addComponent("camera", new CameraComponent(cameras, workers));
        addTemplate();
        context.start();
        report =
                new StatusReport(
                        new Instance("proc-a", Clock.systemUTC()),
                        cameras,
                        Detectors.on(Path.of("")),
                        statuses::add);
        cameras.onChange(report::publish);
        report.enter(InstanceState.RUNNING, null);
        cameras.add(0, null);
        cameras.add(1, OTHER);
        cameras.rates().set(OptionalInt.of(1), 3);
    }

    @AfterEach
    void stop() {
        cameras.removeAll();
        context.stop();
        leases.close();
    }

    private void addTemplate() throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        routeTemplate(CameraRoutes.TEMPLATE)
                                .templateParameter("source")
                                .from("camera:{{source}}")
                                .log("${body}");
                    }
                });
    }

    @Test
    void a_camera_opened_anew_keeps_its_leases_and_one_that_is_away_comes_back_so()
            throws Exception {
        cameras.rates().lease(OptionalInt.of(1), 9, LONG);
        cameras.removals().remove(0, LONG);
        usual = OTHER;
        cameras.renewStreams(Set.of(0, 1, 7));
        cameras.rates().rebase(1, OptionalDouble.of(4));
        assertThat(rates()).containsExactly(9.0);
        cameras.rates().endLease(OptionalInt.of(1));
        cameras.removals().restore(0);
        assertThat(rates()).containsExactly(2.0, 4.0);
        assertThat(cameras.statuses()).extracting(SourceStatus::uri).containsExactly(OTHER, OTHER);
    }

    @Test
    void each_camera_returns_to_its_own_rate_and_a_new_one_to_the_default() throws Exception {
        cameras.rates().lease(ALL, 9, Duration.ofSeconds(2));
        cameras.add(2, null);
        assertThat(rates()).containsExactly(9.0, 9.0, 9.0);
        assertThat(cameras.maxFps()).isEqualTo(9);
        assertThat(lastStatus().leases())
                .extracting(LeaseStatus::what, LeaseStatus::sourceId, LeaseStatus::maxFps)
                .containsExactly(
                        tuple(What.MAX_FPS, null, 2.0),
                        tuple(What.MAX_FPS, 0, 2.0),
                        tuple(What.MAX_FPS, 1, 3.0),
                        tuple(What.MAX_FPS, 2, 2.0));

        await().atMost(SOON).until(() -> lastStatus().leases() == null);

        assertThat(rates()).containsExactly(2.0, 3.0, 2.0);
        assertThat(cameras.maxFps()).isEqualTo(2);
    }

    @Test
    void lease_of_one_camera_is_its_own() {
        cameras.rates().lease(ALL, 9, LONG);
        cameras.rates().lease(OptionalInt.of(1), 8, SHORT);
        assertThat(rates()).containsExactly(9.0, 8.0);

        await().atMost(SOON).until(() -> rates().equals(List.of(9.0, 3.0)));

        cameras.rates().set(OptionalInt.of(0), 4);
        assertThat(lastStatus().leases()).extracting(LeaseStatus::sourceId).containsOnlyNulls();
        cameras.rates().endLease(ALL);
        assertThat(rates()).containsExactly(4.0, 3.0);
    }

    @Test
    void restart_keeps_leases_and_their_end() {
        cameras.rates().lease(ALL, 9, Duration.ofSeconds(2));
        cameras.reopen();
        assertThat(rates()).containsExactly(9.0, 9.0);
        await().atMost(SOON).until(() -> rates().equals(List.of(2.0, 3.0)));
        cameras.reopen();
        assertThat(rates()).containsExactly(2.0, 3.0);
    }

    @Test
    void removed_camera_comes_back_by_itself_as_it_was() throws Exception {
        cameras.pause(OptionalInt.of(1));
        cameras.removals().remove(1, SHORT);
        assertThat(ids()).containsExactly(0);
        assertThat(lastStatus().leases())
                .extracting(LeaseStatus::what, LeaseStatus::sourceId, LeaseStatus::maxFps)
                .containsExactly(tuple(What.REMOVED, 1, 3.0));

        await().atMost(SOON).until(() -> ids().size() == 2);

        assertThat(cameras.statuses().get(1))
                .extracting(SourceStatus::state, SourceStatus::maxFps, SourceStatus::uri)
                .containsExactly(SourceState.PAUSED, 3.0, OTHER);
        await().atMost(SOON).until(() -> lastStatus().leases() == null);
        cameras.resume(ALL);
        await().atMost(SOON).until(() -> cameras.statuses().get(1).state() == SourceState.LIVE);
    }

    @Test
    void leased_rate_ends_for_a_camera_that_is_removed_too() throws Exception {
        cameras.rates().lease(OptionalInt.of(1), 9, SHORT);
        cameras.removals().remove(1, LONG);
        await().atMost(SOON)
                .until(
                        () ->
                                cameras.removals()
                                        .cameras()
                                        .get(0)
                                        .rate()
                                        .equals(SamplingRate.forGood(3)));
        cameras.removals().restore(1);
        assertThat(rates()).containsExactly(2.0, 3.0);
    }

    @Test
    void pause_of_all_holds_for_one_that_comes_back_later() throws Exception {
        cameras.removals().remove(1, LONG);
        cameras.pause(ALL);
        cameras.removals().restore(1);
        assertThat(cameras.allPaused()).isTrue();
    }

    @Test
    void removal_is_renewed_ended_or_made_permanent() throws Exception {
        cameras.removals().remove(1, Duration.ofSeconds(1));
        int leases = lastStatus().leases().size();
        cameras.removals().remove(1, LONG);
        await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> ids().size() == 1);
        assertThat(lastStatus().leases()).hasSize(leases);

        cameras.removals().restore(1);
        assertThat(ids()).containsExactly(0, 1);
        cameras.removals().restore(1);

        cameras.removals().remove(1, LONG);
        cameras.remove(1);
        assertThat(lastStatus().leases()).isNull();
        assertThatThrownBy(() -> cameras.removals().restore(1))
                .isInstanceOf(UnknownSourceException.class);
        assertThatThrownBy(() -> cameras.removals().remove(1, LONG))
                .isInstanceOf(UnknownSourceException.class);
    }

    @Test
    void added_camera_is_the_one_that_was_removed_or_another_if_there_is_an_address()
            throws Exception {
        cameras.removals().remove(1, LONG);
        assertThat(cameras.add(1, null)).isTrue();
        assertThat(cameras.statuses().get(1).uri()).isEqualTo(OTHER);
        assertThat(rates()).containsExactly(2.0, 3.0);

        cameras.removals().remove(1, LONG);
        assertThat(cameras.add(1, USUAL)).isTrue();
        assertThat(cameras.statuses().get(1).uri()).isEqualTo(USUAL);
        assertThat(rates()).containsExactly(2.0, 2.0);
        assertThat(lastStatus().leases()).isNull();
    }

    @Test
    void camera_that_does_not_come_back_is_told_and_tried_again() throws Exception {
        cameras.removals().remove(1, LONG);
        context.removeRouteTemplates(CameraRoutes.TEMPLATE);
        assertThatThrownBy(() -> cameras.removals().restore(1)).isInstanceOf(Exception.class);
        assertThat(lastStatus().reason())
                .isEqualTo("Camera 1 cannot be brought back, trying again");
        assertThat(lastStatus().leases()).hasSize(1);
        assertThat(ids()).containsExactly(0);

        addTemplate();

        await().atMost(SOON).until(() -> ids().size() == 2);
        await().atMost(SOON)
                .until(() -> lastStatus().leases() == null && lastStatus().reason() == null);
        await().atMost(SOON).until(() -> cameras.statuses().get(1).state() == SourceState.LIVE);
    }

    @Test
    void nothing_comes_back_after_the_stop() throws Exception {
        cameras.removals().remove(1, SHORT);
        cameras.removeAll();
        await().during(Duration.ofMillis(800)).atMost(SOON).until(() -> ids().isEmpty());
        assertThat(cameras.removals().count()).isZero();
    }

    private List<Double> rates() {
        return cameras.statuses().stream().map(SourceStatus::maxFps).toList();
    }

    private List<Integer> ids() {
        return cameras.statuses().stream().map(SourceStatus::sourceId).toList();
    }

    private Status lastStatus() {
        return statuses.get(statuses.size() - 1);
    }
}
