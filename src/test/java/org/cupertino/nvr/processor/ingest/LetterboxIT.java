package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxIT {
    private static final Path SHARED = Path.of("..", "shared");
    private static final byte GREY = 114;
    private static final int SPARE = 64;

    @ParameterizedTest
    @CsvSource({"416, 416", "640, 640", "640, 384", "320, 640", "97, 61"})
    void picture_lies_in_the_middle_of_grey(int width, int height) throws Exception {
        try (Frame frame = first(RtspServer.resource("/demo/people.mp4"))) {
            Letterbox target = Letterbox.fit(frame.width(), frame.height(), width, height);
            ByteBuffer rgb = letterbox(frame, target);
            int coloured = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    boolean inside =
                            x >= target.x()
                                    && x < target.x() + target.scaledWidth()
                                    && y >= target.y()
                                    && y < target.y() + target.scaledHeight();
                    boolean grey = isGrey(rgb, (y * width + x) * 3);
                    assertThat(inside || grey).as("padding at %d, %d", x, y).isTrue();
                    coloured += inside && !grey ? 1 : 0;
                }
            }
            assertThat(coloured).isGreaterThan(target.scaledWidth() * target.scaledHeight() / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"people-768x576-10fps", "people-1080p-25fps"})
    void picture_equals_the_reference(String clip) throws Exception {
        Path png = SHARED.resolve("models/reference/" + clip + "-0-letterbox416.png");
        assumeTrue(Files.exists(png), "no reference pictures beside the project");
        BufferedImage expected = ImageIO.read(png.toFile());
        try (Frame frame = first(SHARED.resolve("media/" + clip + ".mp4"))) {
            Letterbox target = Letterbox.fit(frame.width(), frame.height(), 416, 416);
            ByteBuffer rgb = letterbox(frame, target);
            assertThat(meanDifference(rgb, expected)).isLessThan(4);
        }
    }

    @Test
    void full_range_and_limited_range_look_alike() throws Exception {
        // The same picture, once as limited-range H.264 and once as full-range Motion JPEG.
        try (Frame limited = first(RtspServer.resource("/video/b-frames.mp4"));
                Frame full = first(RtspServer.resource("/video/mjpeg.mov"))) {
            Letterbox target = Letterbox.fit(320, 240, 320, 240);
            ByteBuffer one = letterbox(limited, target);
            ByteBuffer other = letterbox(full, target);
            double difference = 0;
            for (int i = 0; i < 320 * 240 * 3; i++) {
                difference += (one.get(i) & 0xFF) - (other.get(i) & 0xFF);
            }
            assertThat(Math.abs(difference / (320 * 240 * 3))).isLessThan(3);
        }
    }

    @Test
    void buffer_must_be_direct_and_large_enough() throws Exception {
        try (Frame frame = first(RtspServer.resource("/video/mjpeg.mov"))) {
            Letterbox target = Letterbox.fit(frame.width(), frame.height(), 64, 64);
            int size = 3 * 64 * 64 + SPARE;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> frame.letterbox(target, ByteBuffer.allocate(size)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> frame.letterbox(target, ByteBuffer.allocateDirect(size - 1)));
        }
    }

    @Test
    void position_and_limit_of_the_buffer_do_not_matter() throws Exception {
        try (Frame frame = first(RtspServer.resource("/video/mjpeg.mov"))) {
            Letterbox target = Letterbox.fit(frame.width(), frame.height(), 64, 64);
            ByteBuffer plain = letterbox(frame, target);
            ByteBuffer moved = ByteBuffer.allocateDirect(3 * 64 * 64 + SPARE);
            moved.position(17).limit(40);
            frame.letterbox(target, moved);
            assertThat(moved.position()).isEqualTo(17);
            assertThat(moved.limit()).isEqualTo(40);
            assertThat(moved.clear().limit(3 * 64 * 64))
                    .isEqualTo(plain.clear().limit(3 * 64 * 64));
        }
    }

    @Test
    void closed_frame_refuses_and_closing_twice_is_harmless() throws Exception {
        Frame frame = first(RtspServer.resource("/video/mjpeg.mov"));
        Letterbox target = Letterbox.fit(frame.width(), frame.height(), 64, 64);
        frame.close();
        frame.close();
        assertThat(frame.width()).isEqualTo(320);
        assertThatThrownBy(() -> letterbox(frame, target))
                .isInstanceOf(IllegalStateException.class);
    }

    private static ByteBuffer letterbox(Frame frame, Letterbox target) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * target.width() * target.height() + SPARE);
        frame.letterbox(target, rgb);
        return rgb;
    }

    /** The first frame of a file, which is used after its stream is closed. */
    static Frame first(Path file) throws InterruptedException {
        BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(1);
        FrameSink sink =
                new FrameSink() {
                    @Override
                    public boolean isReady() {
                        return frames.isEmpty();
                    }

                    @Override
                    public void accept(Frame frame) {
                        frames.add(frame);
                    }
                };
        StreamSettings settings = StreamSettings.of(0, file.toString());
        try (CameraStream stream = new CameraStream(settings, 0.001, sink, (s, r) -> {})) {
            stream.start();
            Frame frame = frames.poll(60, TimeUnit.SECONDS);
            assertThat(frame).isNotNull();
            return frame;
        }
    }

    private static boolean isGrey(ByteBuffer rgb, int at) {
        return rgb.get(at) == GREY && rgb.get(at + 1) == GREY && rgb.get(at + 2) == GREY;
    }

    private static double meanDifference(ByteBuffer rgb, BufferedImage expected)
            throws IOException {
        long sum = 0;
        int at = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                int pixel = expected.getRGB(x, y);
                for (int shift = 16; shift >= 0; shift -= 8) {
                    sum += Math.abs((rgb.get(at++) & 0xFF) - (pixel >> shift & 0xFF));
                }
            }
        }
        return (double) sum / at;
    }
}
