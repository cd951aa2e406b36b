package org.cupertino.nvr.processor.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.config.SnapshotPrivacy;
import org.cupertino.nvr.support.PngFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory does not grow with the pictures that are made, nor with their sizes. */
@Tag("long")
class PictureMemoryIT {
    private static final long PAGE_KB = 4;

    /** A picture of 640 x 360 that leaks its planes loses as much in ninety pictures. */
    private static final long MOST_MORE_KB = 30_000;

    private static final PngFrame FRAME = PngFrame.blank(640, 360);

    @Test
    void thousands_of_pictures_in_changing_sizes_leave_nothing_behind() throws IOException {
        try (Studios studios = new Studios(SnapshotPrivacy.PEOPLE, 5)) {
            make(studios, 500);
            long before = residentKb();
            make(studios, 5_000);
            assertThat(residentKb()).isLessThan(before + MOST_MORE_KB);
        }
    }

    private static void make(Studios studios, int pictures) {
        for (int i = 0; i < pictures; i++) {
            // More sizes than studios are kept, so that some are made anew.
            int width = i % 4 == 0 ? 64 + 8 * (i / 4 % 12) : 640;
            studios.jpeg(FRAME, width, List.of(new People.Area(0.2, 0.2, 0.6, 0.9)));
        }
    }

    private static long residentKb() throws IOException {
        return PAGE_KB
                * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }
}
