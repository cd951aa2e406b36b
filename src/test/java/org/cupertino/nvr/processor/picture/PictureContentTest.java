package org.cupertino.nvr.processor.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pictures show, by the pixels of the JPEG, of a frame that is stripes of 4 pixels. */
class PictureContentTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;

    /** In percent of the height, so that blocks are 32 pixels. */
    private static final String BLOCK = "10";

    private static final int BLOCK_PIXELS = 32;

    private final Leases leases = new Leases();

    @AfterEach
    void end() {
        leases.close();
    }

    @Test
    void clear_picture_shows_the_frame_in_its_colours() throws IOException {
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE, Color.BLACK};
        BufferedImage bars = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                bars.setRGB(x, y, colours[x * colours.length / WIDTH].getRGB());
            }
        }
        BufferedImage shown = shown(pictures("clear"), PngFrame.of(bars), WIDTH);
        for (int bar = 0; bar < colours.length; bar++) {
            Color seen = new Color(shown.getRGB(WIDTH * (2 * bar + 1) / 10, HEIGHT / 2));
            assertThat(List.of(seen.getRed(), seen.getGreen(), seen.getBlue()))
                    .usingElementComparator((a, b) -> Math.abs(a - b) <= 12 ? 0 : a - b)
                    .containsExactly(
                            colours[bar].getRed(), colours[bar].getGreen(), colours[bar].getBlue());
        }
    }

    @Test
    void picture_is_as_wide_as_wished_and_never_wider_than_the_frame() throws IOException {
        BufferedImage small = shown(pictures("clear"), stripes(), 100);
        assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(100, 50);
        BufferedImage large = shown(pictures("coarse"), stripes(), 1920);
        assertThat(List.of(large.getWidth(), large.getHeight())).containsExactly(WIDTH, HEIGHT);
    }

    @Test
    void coarse_picture_has_nothing_but_blocks() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        BufferedImage shown = shown(pictures("coarse"), PngFrame.of(image), WIDTH);
        for (int x = 0; x < WIDTH; x += BLOCK_PIXELS) {
            for (int y = 0; y < HEIGHT; y += BLOCK_PIXELS) {
                assertThat(contrast(shown, x, y)).as("block at %d, %d", x, y).isLessThan(4);
            }
        }
        assertThat(contrast(shown(pictures("clear"), PngFrame.of(image), WIDTH), 64, 64))
                .isGreaterThan(100);
    }

    @Test
    void people_are_hidden_with_a_margin_and_all_else_is_clear() throws IOException {
        Pictures pictures = pictures("people");
        BufferedImage shown = shown(pictures, stripes(), WIDTH, person(320, 160, 128, 128));
        assertThat(contrast(shown, 320, 160)).isLessThan(4);
        assertThat(contrast(shown, 256, 96)).isLessThan(4);
        // 10 pixels of the margin, beyond the box.
        assertThat(spread(shown, 248, 160, 6)).isLessThan(8);
        assertThat(contrast(shown, 64, 160)).isGreaterThan(100);
        assertThat(contrast(shown, 320, 0)).isGreaterThan(100);
    }

    @Test
    void who_is_missed_in_one_frame_is_hidden_where_he_was() throws IOException {
        Pictures pictures = pictures("people");
        shown(pictures, stripes(), WIDTH, person(320, 160, 128, 128));
        BufferedImage next = shown(pictures, stripes(), WIDTH);
        assertThat(contrast(next, 320, 160)).isLessThan(4);
        assertThat(contrast(next, 64, 160)).isGreaterThan(100);
    }

    @Test
    void things_are_not_hidden_and_a_box_that_is_no_box_hides_all() throws IOException {
        Detection chair = new Detection("chair", 0.9f, new BoundingBox(320, 160, 128, 128));
        assertThat(contrast(shown(pictures("people"), stripes(), WIDTH, chair), 320, 160))
                .isGreaterThan(100);
        assertThat(
                        contrast(
                                shown(
                                        pictures("people"),
                                        stripes(),
                                        WIDTH,
                                        person(Float.NaN, 160, 128, 128)),
                                64,
                                160))
                .isLessThan(4);
    }

    @Test
    void frame_in_which_nobody_was_looked_for_is_not_shown_under_people() {
        Pictures pictures = pictures("people");
        pictures.wishes().once(List.of(0), WIDTH);
        assertThat(pictures.areWanted(stripes())).isFalse();
        assertThat(pictures.take(event(), stripes())).isNull();
        pictures.note(new Inference("m", 1, 1, List.of()), stripes());
        assertThat(pictures.areWanted(stripes())).as("still wished for").isTrue();
    }

    @Test
    void picture_names_its_frame_and_is_made_once() {
        Pictures pictures = pictures("coarse");
        assertThat(pictures.areWanted(stripes())).isFalse();
        pictures.wishes().once(List.of(0, 7), 64);
        assertThat(pictures.areWanted(stripes())).isTrue();
        Picture picture = pictures.take(event(), stripes());
        assertThat(picture.properties())
                .containsExactly(
                        Map.entry("instance_id", "proc-a"),
                        Map.entry("frame_id", "41"),
                        Map.entry("timestamp", "2026-01-31T08:00:00.120Z"),
                        Map.entry("frame_width", "640"),
                        Map.entry("frame_height", "320"));
        assertThat(pictures.areWanted(stripes())).isFalse();
        assertThat(pictures.take(event(), stripes())).isNull();
    }

    @Test
    void leased_pictures_come_again_and_again_in_changing_sizes() throws IOException {
        Pictures pictures = pictures("coarse");
        pictures.wishes().lease(OptionalInt.empty(), 128, Duration.ofHours(1));
        for (int i = 0; i < 20; i++) {
            assertThat(shown(pictures, stripes(), 64 + 64 * (i % 8)).getWidth())
                    .isEqualTo(Math.max(128, 64 + 64 * (i % 8)));
        }
        pictures.close();
        assertThat(pictures.take(event(), stripes())).as("also after the close").isNotNull();
    }

    private Pictures pictures(String privacy) {
        Map<String, String> options =
                Map.of("nvr.snapshot-privacy", privacy, "nvr.snapshot-block-percent", BLOCK);
        return new Pictures(ProcessorOptions.from(options::get).snapshots(), leases);
    }

    private static Detection person(float x, float y, float width, float height) {
        return new Detection("person", 0.9f, new BoundingBox(x, y, width, height));
    }

    private static DetectionEvent event() {
        Instant at = Instant.parse("2026-01-31T08:00:00.120Z");
        return new DetectionEvent(
                "proc-a", 0, 41, at, "m", 1, List.of(), null, null, WIDTH, HEIGHT);
    }

    private static PngFrame stripes() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                image.setRGB(x, y, x / 4 % 2 == 0 ? 0 : 0xFFFFFF);
            }
        }
        return PngFrame.of(image);
    }

    private static BufferedImage shown(
            Pictures pictures, PngFrame frame, int width, Detection... seen) throws IOException {
        pictures.note(new Inference("m", 1, 1, List.of(seen)), frame);
        pictures.wishes().once(List.of(0), width);
        return ImageIO.read(new ByteArrayInputStream(pictures.take(event(), frame).jpeg()));
    }

    private static int contrast(BufferedImage image, int x, int y) {
        return spread(image, x, y, BLOCK_PIXELS);
    }

    /** Between the darkest and the lightest green in a square. */
    private static int spread(BufferedImage image, int left, int top, int size) {
        int least = 255;
        int most = 0;
        for (int x = left; x < left + size; x++) {
            for (int y = top; y < top + size; y++) {
                int green = new Color(image.getRGB(x, y)).getGreen();
                least = Math.min(least, green);
                most = Math.max(most, green);
            }
        }
        return most - least;
    }
}
