package org.cupertino.nvr.fleet.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.SourceState;
import org.cupertino.nvr.wire.SourceStatus;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;

class CameraBookTest {
    private static final Instant AT = Instant.parse("2026-01-31T08:00:00Z");

    private final Map<String, Status> statuses = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private Duration passed = Duration.ZERO;
    private final CameraBook book =
            new CameraBook("orchestrator", () -> AT.plus(passed), () -> passed.toNanos());

    @Test
    void a_camera_is_unwatched_while_its_processor_is_gone_and_live_when_it_is_back() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        assertThat(published(2).watchedBy()).containsExactly("a");
        says("a", InstanceState.OFFLINE);
        CameraStatus gone = published(2);
        assertThat(gone.state()).isEqualTo(CameraState.UNWATCHED);
        assertThat(gone.reason()).isEqualTo("a is offline");
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        assertThat(published(2).state()).isEqualTo(CameraState.LIVE);
    }

    @Test
    void a_camera_is_unwatched_when_its_processor_falls_silent() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        published(2);
        silent.add("a");
        assertThat(published(2).reason()).isEqualTo("a does not answer");
    }

    @Test
    void a_camera_that_its_processor_has_no_more_is_cleared() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        published(2);
        says("a", InstanceState.RUNNING);
        look();
        assertThat(book.changes()).containsExactly(new CameraChange(2, null));
    }

    @Test
    void the_best_of_two_processors_counts_and_one_that_stops_takes_nothing_away() {
        says("a", InstanceState.PAUSED, camera(2, SourceState.PAUSED));
        says("b", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        CameraStatus both = published(2);
        assertThat(both.state()).isEqualTo(CameraState.LIVE);
        assertThat(both.watchedBy()).containsExactly("a", "b");
        says("b", InstanceState.STOPPED);
        assertThat(published(2).state()).isEqualTo(CameraState.PAUSED);
    }

    @Test
    void nothing_changes_between_the_two_ids_of_a_processor_that_is_renamed() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        assertThat(published(2).state()).isEqualTo(CameraState.LIVE);
        statuses.remove("a");
        book.cleared("a");
        look();
        assertThat(book.changes()).isEmpty();
        says("b", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        assertThat(published(2).wantedBy()).containsExactly("b");
    }

    @Test
    void frames_alone_are_published_every_ten_seconds() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        published(2);
        passed = Duration.ofSeconds(9);
        book.saw(2, AT.plusSeconds(9), List.of("person"));
        assertThat(book.changes()).isEmpty();
        passed = Duration.ofSeconds(10);
        assertThat(published(2).lastSeen()).containsEntry("person", AT.plusSeconds(9));
    }

    @Test
    void of_too_many_cameras_those_beyond_the_limit_are_left_out() {
        SourceStatus[] many = new SourceStatus[CameraBook.MOST_CAMERAS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = camera(i, SourceState.LIVE);
        }
        says("a", InstanceState.RUNNING, many);
        look();
        assertThat(book.counts())
                .isEqualTo(Map.of(CameraState.LIVE, (long) CameraBook.MOST_CAMERAS));
    }

    @Test
    void a_processor_that_is_there_takes_the_place_of_one_that_is_gone_among_too_many() {
        for (int i = 10; i < 30; i++) {
            says("p" + i, InstanceState.RUNNING, camera(2, SourceState.FAILED));
        }
        assertThat(published(2).wantedBy()).hasSize(20);
        says("p17", InstanceState.OFFLINE);
        says("z", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        CameraStatus status = published(2);
        assertThat(status.state()).isEqualTo(CameraState.LIVE);
        assertThat(status.wantedBy()).hasSize(20).contains("z").doesNotContain("p17");
    }

    @Test
    void an_emergency_processor_that_ends_leaves_the_camera_to_another_in_any_state() {
        LeaseStatus life = new LeaseStatus(LeaseStatus.What.PROCESS, null, AT, null);
        says("a", InstanceState.RUNNING, camera(2, SourceState.FAILED));
        says("e", InstanceState.RUNNING, List.of(life), camera(2, SourceState.FAILED));
        assertThat(published(2).wantedBy()).containsExactly("a", "e");
        says("e", InstanceState.STOPPED);
        assertThat(published(2).wantedBy()).containsExactly("a");
        says("a", InstanceState.RUNNING);
        look();
        assertThat(book.changes()).containsExactly(new CameraChange(2, null));
    }

    @Test
    void a_camera_of_an_emergency_processor_alone_is_unwatched_when_that_dies() {
        LeaseStatus life = new LeaseStatus(LeaseStatus.What.PROCESS, null, AT, null);
        LeaseStatus away = new LeaseStatus(LeaseStatus.What.REMOVED, 2, AT, null);
        says("a", InstanceState.RUNNING, List.of(away));
        says("e", InstanceState.RUNNING, List.of(life), camera(2, SourceState.LIVE));
        assertThat(published(2).watchedBy()).containsExactly("e");
        says("e", InstanceState.OFFLINE);
        assertThat(published(2).reason())
                .isEqualTo("a has given it away for a while; e is offline");
    }

    @Test
    void after_a_start_what_was_retained_stands_until_everybody_must_have_answered() {
        book.takeUp(retained(CameraState.LIVE));
        look(false);
        assertThat(book.changes()).isEmpty();
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        silent.add("a");
        look(false);
        assertThat(book.changes()).isEmpty();
        CameraStatus unwatched = published(2);
        assertThat(unwatched.reason()).isEqualTo("a does not answer");
        assertThat(unwatched.name()).isEqualTo("Room 2");
        assertThat(unwatched.lastSeen()).containsKey("person");
    }

    @Test
    void a_processor_of_which_nothing_is_retained_any_more_leaves_its_camera_unwatched() {
        book.takeUp(retained(CameraState.LIVE));
        assertThat(published(2).reason()).isEqualTo("nothing is known of a");
        book.emptied(2);
        look();
        assertThat(book.changes()).isEmpty();
        assertThat(book.counts()).isEmpty();
    }

    @Test
    void a_processor_that_is_forgotten_takes_its_camera_along_after_thirty_seconds() {
        says("a", InstanceState.OFFLINE);
        book.takeUp(retained(CameraState.UNWATCHED));
        statuses.remove("a");
        book.cleared("a");
        passed = Duration.ofSeconds(29);
        look();
        assertThat(book.changes()).isEmpty();
        passed = Duration.ofSeconds(30);
        look();
        assertThat(book.changes()).containsExactly(new CameraChange(2, null));
    }

    @Test
    void a_broker_that_lost_everything_gets_it_again() {
        says("a", InstanceState.RUNNING, camera(2, SourceState.LIVE));
        published(2);
        look();
        assertThat(book.changes()).isEmpty();
        book.brokerMayHaveForgotten();
        assertThat(published(2).state()).isEqualTo(CameraState.LIVE);
    }

    @Test
    void hostile_names_reasons_and_times_are_cut_and_made_plain() {
        String mess = "\u202e\n<b>" + "x".repeat(9_000);
        SourceStatus source =
                new SourceStatus(2, SourceState.FAILED, 1, 1, Instant.MAX, mess, "rtsp://c", mess);
        says("a", InstanceState.RUNNING, source);
        CameraStatus status = published(2);
        assertThat(status.name()).hasSizeLessThanOrEqualTo(103).doesNotContain("\u202e", "\n");
        assertThat(status.reason()).hasSizeLessThanOrEqualTo(303).doesNotContain("\u202e", "\n");
        assertThat(status.lastFrameAt()).isNull();
    }

    private static CameraStatus retained(CameraState state) {
        return new CameraStatus(
                "orchestrator",
                2,
                "Room 2",
                state,
                AT,
                state == CameraState.LIVE ? List.of("a") : List.of(),
                List.of("a"),
                AT,
                Map.of("person", AT),
                state == CameraState.LIVE ? null : "a is offline",
                AT);
    }

    private void says(String id, InstanceState state, SourceStatus... sources) {
        says(id, state, null, sources);
    }

    private void says(
            String id, InstanceState state, List<LeaseStatus> leases, SourceStatus... sources) {
        statuses.put(
                id,
                new Status(
                        id,
                        state,
                        AT,
                        AT,
                        1,
                        "1.0.0",
                        "box",
                        "nanodet-g",
                        1,
                        List.of(sources),
                        leases,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private static SourceStatus camera(int id, SourceState state) {
        return new SourceStatus(id, state, 1, 1.0, AT, null, "rtsp://cams/" + id);
    }

    private void look() {
        look(true);
    }

    private void look(boolean complete) {
        book.look(statuses::values, status -> !silent.contains(status.instanceId()), complete);
    }

    private CameraStatus published(int sourceId) {
        look();
        List<CameraChange> changes = book.changes();
        changes.forEach(book::told);
        return changes.stream()
                .filter(change -> change.sourceId() == sourceId)
                .findAny()
                .orElseThrow(() -> new AssertionError("nothing new of camera " + sourceId))
                .status();
    }
}
