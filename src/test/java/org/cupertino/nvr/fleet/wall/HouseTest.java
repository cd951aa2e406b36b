package org.cupertino.nvr.fleet.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cupertino.nvr.fleet.wall.Update.Group;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.CameraState;
import org.cupertino.nvr.wire.CameraStatus;
import org.junit.jupiter.api.Test;

/** What is shown, and that it does not grow without bound. */
class HouseTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final long GAP = Conflation.APART.toNanos();
    private final House house = new House();

    @Test
    void changes_of_one_camera_come_at_most_twice_a_second_and_the_last_one_comes() {
        house.camera(status(2, "nvr-1"));
        assertThat(house.changes(0)).hasSize(1);
        int changes = 0;
        for (int i = 1; i <= 1_100; i++) {
            house.saw(2, view("nvr-1", i, 1));
            changes += house.changes(i * 1_000_000L).size();
        }
        assertThat(changes).isEqualTo(2);
        List<Update> last = house.changes(GAP * 3);
        assertThat(last).hasSize(1);
        assertThat(card(last.get(0)).views()).extracting(View::frameId).containsExactly(1_100L);
        assertThat(house.changes(GAP * 9)).isEmpty();
    }

    @Test
    void views_of_two_processors_stand_beside_each_other() {
        house.camera(status(2, "nvr-1", "nvr-2"));
        house.saw(2, view("nvr-1", 1, 1));
        house.saw(2, view("nvr-2", 9, 1));
        house.saw(2, view("old-name", 8, 1));
        assertThat(card(house.changes(0).get(0)).views())
                .extracting(View::instanceId)
                .containsExactlyInAnyOrder("nvr-1", "nvr-2");
    }

    @Test
    void picture_is_announced_for_its_own_frame_alone() {
        house.camera(status(2, "nvr-1"));
        house.saw(2, view("nvr-1", 1, 1));
        house.pictured(new PictureStore.Key(2, "nvr-1", 1), new byte[4]);
        assertThat(card(house.changes(0).get(0)).views()).allMatch(View::picture);
        house.saw(2, view("nvr-1", 2, 1));
        assertThat(card(house.changes(GAP).get(0)).views()).noneMatch(View::picture);
        assertThat(house.events(2)).extracting(View::picture).containsExactly(false, true);
    }

    @Test
    void events_before_the_state_of_their_camera_wait_for_it() {
        house.saw(2, view("nvr-1", 1, 1));
        assertThat(house.changes(0)).isEmpty();
        house.camera(status(2, "nvr-1"));
        assertThat(card(house.changes(GAP).get(0)).views()).hasSize(1);
    }

    @Test
    void camera_that_is_no_more_is_reported_and_forgotten() {
        house.camera(status(2, "nvr-1"));
        house.saw(2, view("nvr-1", 1, 1));
        house.changes(0);
        house.cameraGone(2);
        assertThat(house.changes(GAP)).extracting(Update::event).containsExactly("camera-gone");
        assertThat(house.events(2)).isEmpty();
        assertThat(house.everything()).extracting(Update::group).containsExactly(Group.BROKER);
    }

    @Test
    void invented_cameras_and_processors_do_not_grow_without_bound() {
        IntStream.range(0, 20_000).forEach(id -> house.saw(id, view("nvr-1", 1, 50)));
        assertThat(house.bytes()).isLessThan(5L << 20);
        IntStream.range(0, 20_000).forEach(id -> house.camera(status(id, "nvr-1")));
        house.processors(
                IntStream.range(0, 3_000).mapToObj(i -> processor("p" + i)).toList(), Map.of());
        assertThat(house.everything()).hasSize(1 + House.MOST_CAMERAS + House.MOST_PROCESSORS);
    }

    @Test
    void processor_that_is_forgotten_is_reported() {
        house.processors(List.of(processor("a"), processor("b")), Map.of());
        house.changes(0);
        house.processors(List.of(processor("a")), Map.of());
        assertThat(house.changes(GAP))
                .singleElement()
                .satisfies(update -> assertThat(update.event()).isEqualTo("processor-gone"))
                .satisfies(update -> assertThat(update.id()).isEqualTo("b"));
    }

    @Test
    void who_may_see_some_cameras_gets_nothing_of_the_others() {
        Update camera =
                Update.of(
                        new CameraCard(
                                2, null, CameraState.LIVE, null, List.of(), null, null, List.of()));
        assertThat(camera.forCameras(Set.of(3))).isNull();
        assertThat(camera.forCameras(Set.of(2))).isSameAs(camera);
        Update processor = Update.of(processor("a").withCameras(List.of(1, 2)));
        assertThat(processor.forCameras(Set.of(3))).isNull();
        assertThat(((ProcessorCard) processor.forCameras(Set.of(2)).body()).cameras())
                .containsExactly(2);
    }

    @Test
    void of_too_many_events_the_oldest_go() {
        EventStore events = new EventStore(100_000);
        for (int i = 0; i < 5_000; i++) {
            events.add(i % 50, view("nvr-" + i % 30, i, 1));
            assertThat(events.bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(events.last(4_999 % 50)).first().extracting(View::frameId).isEqualTo(4_999L);
        IntStream.range(0, 50).forEach(events::forget);
        assertThat(events.bytes()).isZero();
    }

    @Test
    void of_too_many_pictures_the_oldest_go() {
        PictureStore pictures = new PictureStore(100);
        for (int i = 0; i < 50; i++) {
            pictures.put(new PictureStore.Key(i % 7, "nvr-1", i), new byte[10]);
            assertThat(pictures.bytes()).isLessThanOrEqualTo(100);
        }
        IntStream.range(0, 5)
                .forEach(i -> pictures.put(new PictureStore.Key(1, "nvr-1", i), new byte[10]));
        assertThat(
                        IntStream.range(0, 5)
                                .filter(i -> pictures.has(new PictureStore.Key(1, "nvr-1", i))))
                .containsExactly(2, 3, 4);
        assertThat(PictureStore.isPicture(new byte[PictureStore.LARGEST])).isFalse();
    }

    private static CameraCard card(Update update) {
        return (CameraCard) update.body();
    }

    private static View view(String instance, long frame, int boxes) {
        Box box = new Box("person", 0.5, new BoundingBox(1, 1, 1, 1), null, null, List.of());
        return new View(
                instance,
                frame,
                NOW,
                640,
                480,
                false,
                IntStream.range(0, boxes).mapToObj(i -> box).toList());
    }

    private static ProcessorCard processor(String id) {
        return new ProcessorCard(id, "running", "m", 1, null, null, NOW, List.of(), List.of());
    }

    private static CameraStatus status(int id, String... watchers) {
        return new CameraStatus(
                "wall",
                id,
                null,
                CameraState.LIVE,
                NOW,
                List.of(watchers),
                List.of(watchers),
                null,
                Map.of(),
                null,
                NOW);
    }
}
