package org.cupertino.nvr.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

/** What the page shows. */
class WallPageIT {
    private static WallBrowser page;

    @BeforeAll
    static void start() throws IOException {
        page = WallBrowser.start();
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
    }

    @BeforeEach
    void clean() {
        page.clean();
    }

    @Test
    void boxes_lie_where_the_event_says() {
        String person = Scene.detection("person", 0.82, 960, 540, 480, 270, "sitting");
        page.camera(1, camera(1, "Room 1", Scene.view("nvr-1", 7, true, person)));
        page.open("");
        page.awaitThat(() -> assertThat(page.all(".pictured .box")).hasSize(1));

        Rectangle picture = page.one(".picture").getRect();
        Rectangle box = page.one(".box").getRect();
        double scale = picture.getWidth() / 1920.0;
        assertThat(box.getX() - picture.getX()).isCloseTo((int) (720 * scale), within(2));
        assertThat(box.getY() - picture.getY()).isCloseTo((int) (405 * scale), within(2));
        assertThat(box.getWidth()).isCloseTo((int) (480 * scale), within(2));
        assertThat(box.getHeight()).isCloseTo((int) (270 * scale), within(2));
        assertThat(page.text(".label")).contains("person").contains("sitting").contains("0.82");
    }

    @Test
    void boxes_are_of_the_frame_that_is_shown() {
        String first = Scene.detection("person", 0.8, 960, 540, 480, 270, null);
        String then = Scene.detection("cat", 0.7, 300, 300, 100, 100, null);
        page.camera(1, camera(1, "Room 1", Scene.view("nvr-1", 1, true, first)));
        page.open("");
        page.awaitThat(() -> assertThat(page.text(".pictured .label")).contains("person"));

        page.camera(1, camera(1, "Hall", Scene.view("nvr-1", 2, false, then)));
        page.awaitThat(() -> assertThat(page.text(".open")).isEqualTo("Hall"));
        assertThat(page.text(".pictured .label")).contains("person");

        page.camera(1, camera(1, "Hall", Scene.view("nvr-1", 2, true, then)));
        page.awaitThat(() -> assertThat(page.text(".pictured .label")).contains("cat"));
        assertThat(page.one(".picture").getDomProperty("src")).endsWith("/pictures/1/nvr-1/2");
        assertThat(page.one(".pane").getDomAttribute("data-frame")).isEqualTo("2");
    }

    @Test
    void two_processors_have_a_picture_and_a_colour_each() {
        List<String> both = List.of("nvr-1", "nvr-2");
        page.camera(
                1,
                Scene.camera(
                        1,
                        "Room",
                        "live",
                        both,
                        Scene.seen("nvr-1", 1, 5),
                        Scene.seen("nvr-2", 1, 9)));
        page.open("");
        page.awaitThat(() -> assertThat(page.all(".pictured .box")).hasSize(2));

        assertThat(page.all(".box").stream().map(box -> box.getCssValue("border-top-color")))
                .doesNotHaveDuplicates();
        assertThat(page.all(".legend li").stream().map(WebElement::getText))
                .containsExactly("nvr-1", "nvr-2");
    }

    @Test
    void hostile_text_stays_text() {
        String evil = "<img src=x onerror=document.title='broken'>\\u202Eabc";
        String odd = Scene.detection(evil, 2, 1e9, -1e9, 5e9, 1e308, evil);
        page.camera(1, camera(1, evil, Scene.view("nvr-1", 1, false, odd)));
        page.camera(2, camera(2, "y".repeat(10_000), Scene.view("nvr-1", 1, true)));
        page.wall.say("room", "room1", Scene.room(1, "<b>").replace("hand-over", evil));
        page.wall.say("processor", "p", Scene.processor(evil, "__proto__", 1));
        page.wall.say("camera", null, "{\"source_id\":");
        page.open("");
        page.awaitThat(() -> assertThat(page.all(".tile")).hasSize(2));

        assertThat(page.text(".open")).startsWith("<img src=x onerror=");
        assertThat(page.all("img[src=x]")).isEmpty();
        page.open("#fleet");
        page.awaitThat(() -> assertThat(page.text("tbody th")).startsWith("<img src=x"));
        page.open("#rooms");
        page.awaitThat(() -> assertThat(page.text(".steps")).contains("<img src=x"));
        assertThat(page.driver.getTitle()).contains("The wall");
        assertThat(page.driver.executeScript("return document.body.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void of_a_hundred_cameras_only_those_in_view_are_asked_for() {
        for (int id = 1; id <= 100; id++) {
            page.camera(id, camera(id, "Room " + id, Scene.seen("nvr-1", id, 1)));
        }
        page.open("");
        page.awaitThat(() -> assertThat(lastView()).contains("\"cameras\":[1,2,3,"));
        assertThat(lastView()).doesNotContain(",20").contains("\"page\":\"p");
        page.awaitThat(() -> assertThat(page.all(".picture")).isNotEmpty());
        assertThat(page.wall.pictures()).hasSizeLessThan(20);

        page.driver.executeScript("scrollTo(0, document.body.scrollHeight)");
        page.awaitThat(() -> assertThat(lastView()).contains(",100]").doesNotContain("[1,"));
    }

    @Test
    void age_is_marked_once_three_frames_are_missing() {
        page.camera(1, aged(1, 20));
        page.camera(2, aged(2, 40));
        page.open("");
        page.awaitThat(() -> assertThat(page.all("[data-camera='2'].late")).hasSize(1));
        assertThat(page.all("[data-camera='1'].late")).isEmpty();
        assertThat(page.text("[data-camera='2'] .age")).matches("4\\d\\hs");
        assertThat(page.one("[data-camera='2'] .age").getCssValue("color"))
                .isNotEqualTo(page.one("[data-camera='1'] .age").getCssValue("color"));
    }

    private static String aged(int id, int seconds) {
        String now = camera(id, "Room " + id);
        return now.replaceAll(
                "\"last_frame_at\":\"[^\"]+",
                "\"last_frame_at\":\"" + Instant.now().minusSeconds(seconds));
    }

    @Test
    void house_without_cameras_says_so() {
        page.open("");
        page.awaitThat(() -> assertThat(page.text("#no-cameras")).contains("No camera yet"));
        assertThat(page.text("#filter-processor")).contains("All processors");
    }

    @Test
    void camera_that_nobody_watches_is_loud() {
        page.camera(1, Scene.camera(1, "Room 1", "unwatched", List.of()));
        page.open("");
        page.awaitThat(
                () -> assertThat(page.text("#alerts")).contains("Nobody watches: \u2068Room 1"));
        assertThat(page.text(".tile .state")).isEqualTo("Watched by nobody");
    }

    @Test
    void lost_broker_and_lost_wall_are_said_and_heal() {
        page.open("");
        page.wall.say("broker", "broker", "{\"connected\":false}");
        page.awaitThat(() -> assertThat(page.text("#alerts")).contains("broker"));
        page.wall.say("broker", "broker", "{\"connected\":true}");
        page.awaitThat(() -> assertThat(page.text("#alerts")).isEmpty());

        page.wall.drop();
        page.awaitThat(
                () -> assertThat(page.text("#alerts")).contains("Connection to the wall lost"));
        page.camera(1, camera(1, "Room 1"));
        page.awaitThat(() -> assertThat(page.all(".tile")).hasSize(1));
        assertThat(page.text("#alerts")).isEmpty();
    }

    private static String camera(int id, String name, String... views) {
        return Scene.camera(id, name, "live", List.of("nvr-1"), views);
    }

    private static String lastView() {
        List<FakeWall.Post> posts = page.wall.posts("/view");
        return posts.get(posts.size() - 1).body();
    }
}
