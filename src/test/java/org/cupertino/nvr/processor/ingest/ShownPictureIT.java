package org.cupertino.nvr.processor.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.support.Clip;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clip of 320x240 whose file says that it is to be shown otherwise. */
class ShownPictureIT {
    private static final int ONE = 1 << 16;
    private static final int SMALL = 64;

    @TempDir Path folder;

    private byte[] content;

    @BeforeEach
    void read() throws IOException {
        content = Files.readAllBytes(RtspServer.resource("/video/b-frames.mp4"));
    }

    private int box(String name) {
        return new String(content, ISO_8859_1).indexOf(name);
    }

    private Path written() throws IOException {
        return Files.write(folder.resolve("shown.mp4"), content);
    }

    /** Writes the display matrix into the header of the track. */
    private void matrix(int... directions) {
        ByteBuffer matrix = ByteBuffer.wrap(content, box("tkhd") + 44, 36);
        for (int i = 0; i < 4; i++) {
            matrix.putInt(directions[i] * ONE);
            if (i % 2 == 1) {
                matrix.putInt(0);
            }
        }
    }

    /**
     * @param rightRight of the shown picture, by pixel to the right in the stored one, and so on
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1",
        "0, 1, -1, 0",
        "-1, 0, 0, -1",
        "0, -1, 1, 0",
        "-1, 0, 0, 1",
        "1, 0, 0, -1",
        "0, 1, 1, 0"
    })
    void picture_is_turned_as_the_file_says(
            int rightRight, int rightDown, int downRight, int downDown) throws Exception {
        ByteBuffer stored = ByteBuffer.allocateDirect(3 * 320 * 240 + SMALL);
        try (Frame frame = LetterboxIT.first(RtspServer.resource("/video/b-frames.mp4"))) {
            frame.letterbox(Letterbox.fit(320, 240, 320, 240), stored);
        }
        matrix(rightRight, rightDown, downRight, downDown);
        boolean turned = rightDown != 0;
        int width = turned ? 240 : 320;
        int height = turned ? 320 : 240;
        try (Frame frame = LetterboxIT.first(written())) {
            assertThat(frame.width()).isEqualTo(width);
            assertThat(frame.height()).isEqualTo(height);
            // Grey all around, which is to stay.
            Letterbox target = Letterbox.fit(width, height, 320, 320);
            ByteBuffer shown = ByteBuffer.allocateDirect(3 * 320 * 320 + SMALL);
            frame.letterbox(target, shown);
            for (int y = 0; y < 240; y++) {
                for (int x = 0; x < 320; x++) {
                    int toX = x * rightRight + y * downRight;
                    int toY = x * rightDown + y * downDown;
                    toX += rightRight + downRight < 0 ? width - 1 : 0;
                    toY += rightDown + downDown < 0 ? height - 1 : 0;
                    int to = 3 * ((toY + target.y()) * 320 + toX + target.x());
                    for (int c = 0; c < 3; c++) {
                        assertThat(shown.get(to + c)).isEqualTo(stored.get(3 * (y * 320 + x) + c));
                    }
                }
            }
            assertThat(shown.get(0)).isEqualTo((byte) 114);
            assertThat(shown.get(3 * 320 * 320 - 1)).isEqualTo((byte) 114);
        }
    }

    @ParameterizedTest
    @CsvSource({"2/1, 640", "1/2, 160", "500/1, 320"})
    void pixels_that_are_not_square_are_made_so(String ratio, int width) throws Exception {
        Path file = folder.resolve("oblong.h264");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Clip.Picture picture :
                    Clip.of(
                            RtspServer.resource("/video/b-frames.mp4"),
                            ",h264_metadata=sample_aspect_ratio=" + ratio)) {
                out.write(picture.bytes());
            }
        }
        try (Frame frame = LetterboxIT.first(file)) {
            assertThat(frame.width()).isEqualTo(width);
            assertThat(frame.height()).isEqualTo(240);
            Letterbox target = Letterbox.fit(width, 240, 320, 320);
            ByteBuffer shown = ByteBuffer.allocateDirect(3 * 320 * 320 + SMALL);
            frame.letterbox(target, shown);
            int right = target.x() + target.scaledWidth() - 2;
            int middle = 3 * (320 * 160 + right);
            assertThat(shown.get(middle)).isNotEqualTo((byte) 114);
        }
    }
}
