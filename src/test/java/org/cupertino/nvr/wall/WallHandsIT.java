package org.cupertino.nvr.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/** What people can do on the page, with hands, with a keyboard alone, and in their language. */
class WallHandsIT {
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
    void house() {
        page.clean();
        String[] names = {"Room 1", "Room 2", "Corridor", "Dining room", "Room 5", "Stairs"};
        for (int id = 1; id <= names.length; id++) {
            List<String> by = id == 5 ? List.of("night-5", "nvr-1") : List.of("nvr-1");
            String[] views = by.stream().map(viewer(id)).toArray(String[]::new);
            page.camera(id, Scene.camera(id, names[id - 1], "live", by, views));
        }
        page.wall.say("processor", "nvr-1", Scene.processor("nvr-1", "running", 6));
        page.wall.say("processor", "nvr-2", Scene.processor("nvr-2", "gone", 2));
        page.wall.say("room", "room2", Scene.room(2, "emergency"));
        page.wall.pastEvents = "[" + Scene.seen("nvr-1", 2, 1) + "]";
    }

    private static java.util.function.Function<String, String> viewer(int camera) {
        return instance -> Scene.seen(instance, camera, 1);
    }

    @Test
    void pause_asks_first_and_its_answer_is_shown() {
        page.open("#fleet");
        page.awaitThat(() -> page.one("summary").click());
        page.one("[data-command=pause]").click();
        assertThat(page.wall.posts("/commands")).isEmpty();
        page.awaitThat(() -> page.one("#ask .danger").click());

        page.awaitThat(() -> assertThat(page.wall.posts("/commands")).hasSize(1));
        assertThat(page.wall.posts("/commands").get(0).body())
                .isEqualTo(
                        "{\"command\":\"pause\",\"target_instances\":[\"nvr-1\"],\"params\":{}}");
        page.wall.say(
                "answer",
                null,
                """
                {"command_id":"c1","instance_id":"nvr-1","status":"rejected","command":"pause",\
                "message":"It is busy."}""");
        page.awaitThat(() -> assertThat(page.text("#answers")).contains("rejected", "It is busy."));
    }

    @Test
    void all_clear_asks_what_it_was() {
        page.open("#rooms");
        page.awaitThat(() -> page.one(".room .main").click());
        page.awaitThat(() -> page.one("#ask [value=false_alarm]").click());
        page.awaitThat(() -> assertThat(page.wall.posts("/rooms/2/assisted")).hasSize(1));
        assertThat(page.wall.posts("/rooms/2/assisted").get(0).body())
                .isEqualTo("{\"outcome\":\"false_alarm\"}");

        page.wall.say("room", "room2", Scene.room(2, "normal"));
        page.awaitThat(() -> assertThat(page.text("#alerts")).isEmpty());
    }

    @Test
    void keyboard_opens_a_camera_and_closes_it() {
        page.open("");
        page.awaitThat(() -> assertThat(page.all(".open")).hasSize(6));
        page.all(".open").get(1).sendKeys(Keys.ENTER);
        page.awaitThat(() -> assertThat(page.text(".events")).contains("1 person (lying)"));
        page.awaitThat(
                () -> {
                    List<FakeWall.Post> views = page.wall.posts("/view");
                    assertThat(views.get(views.size() - 1).body()).contains("\"cameras\":[2]");
                });
        page.driver.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        page.awaitThat(() -> assertThat(page.one("#large").isDisplayed()).isFalse());
    }

    @Test
    void viewers_have_no_buttons_that_change_anything() {
        page.wall.role = "viewer";
        page.open("#fleet");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).contains("nvr-2"));
        assertThat(page.text("#user")).isEqualTo("anna · view only");
        assertThat(page.all("summary")).isEmpty();
        page.open("#rooms");
        page.awaitThat(() -> assertThat(page.all(".room")).hasSize(1));
        assertThat(page.all(".room button")).isEmpty();
        assertThat(page.one("#report-fall").isDisplayed()).isFalse();
    }

    @Test
    void language_is_chosen_and_remembered() {
        page.open("");
        page.one("#language [value=es]").click();
        page.awaitThat(() -> assertThat(page.text("h1")).isEqualTo("El muro"));
        page.open("#fleet");
        assertThat(page.text("h1")).isEqualTo("El muro");
        assertThat(page.one("html").getDomAttribute("lang")).isEqualTo("es");
        page.awaitThat(() -> assertThat(page.text("#fleet-body")).contains("En marcha", "Ausente"));
        page.one("#language [value=en]").click();
        page.awaitThat(() -> assertThat(page.text("h1")).isEqualTo("The wall"));
    }

    @Test
    void filter_finds_a_camera_by_name() {
        page.open("");
        page.one("#filter-text").sendKeys("room");
        page.awaitThat(() -> assertThat(page.text("#count")).contains("4").contains("6"));
    }

    @Test
    void pages_hold_wcag_2_1_aa() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            page.scheme(scheme);
            page.open("");
            page.awaitThat(() -> assertThat(page.all(".pictured")).hasSizeGreaterThan(5));
            assertThat(page.violations()).as("cameras, " + scheme).isEmpty();
            page.one(".open").click();
            page.awaitThat(() -> assertThat(page.all(".events button")).isNotEmpty());
            assertThat(page.violations()).as("one camera, " + scheme).isEmpty();
            page.open("#fleet");
            page.awaitThat(() -> page.one("summary").click());
            assertThat(page.violations()).as("fleet, " + scheme).isEmpty();
            page.one("[data-command=set_fps]").click();
            page.awaitThat(() -> assertThat(page.all("#ask input")).isNotEmpty());
            assertThat(page.violations()).as("question, " + scheme).isEmpty();
            page.open("#rooms");
            page.awaitThat(() -> assertThat(page.all(".room")).hasSize(1));
            assertThat(page.violations()).as("rooms, " + scheme).isEmpty();
        }
        page.scheme("light");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "wall.screenshots",
            matches = ".+",
            disabledReason = "makes the pictures of the documentation: -Dwall.screenshots=docs")
    void pictures_of_the_documentation() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            page.scheme(scheme);
            page.open("");
            page.awaitThat(() -> assertThat(page.all(".pictured .box")).hasSizeGreaterThan(5));
            String name = scheme.equals("dark") ? "wall-dark.png" : "wall.png";
            page.shoot(Path.of(System.getProperty("wall.screenshots"), name));
        }
        page.scheme("light");
    }
}
