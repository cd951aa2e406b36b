package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStreamIT {
    private static final double EVERY_FRAME = 1000;

    @TempDir Path folder;

    private final byte[] scratch = new byte[400];

    @Test
    void looped_file_goes_on_with_rising_ids() {
        try (Recorder recorder = Recorder.start(clip("/video/mjpeg.mov"), EVERY_FRAME)) {
            recorder.awaitFrames(45);
            List<Long> ids = recorder.frames.stream().map(Recorder.Seen::id).toList();
            assertThat(ids).isSorted().doesNotHaveDuplicates().startsWith(1L);
            assertThat(recorder.states)
                    .extracting(Recorder.Change::state)
                    .containsExactly(
                            SourceState.CONNECTING, SourceState.CONNECTING, SourceState.LIVE);
            assertThat(recorder.stream.stats().reconnects()).isZero();
        }
    }

    @Test
    void looped_file_is_played_in_real_time() {
        try (Recorder recorder = Recorder.start(clip("/video/mjpeg.mov"), EVERY_FRAME)) {
            recorder.awaitFrames(51);
            long took = recorder.frames.get(50).nanoTime() - recorder.frames.get(10).nanoTime();
            // 40 frames at 10 a second, across two ends of a file of 20 frames. The first may be
            // late on a busy machine, which the rest then makes up for.
            assertThat(Duration.ofNanos(took))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(12));
        }
    }

    @ParameterizedTest
    @CsvSource({"h265.mp4, 40", "b-frames.mp4, 40", "mjpeg.mov, 20", "intra-refresh.mp4, 60"})
    void file_played_once_gives_every_picture_and_ends(String file, int pictures) {
        try (Recorder recorder = Recorder.start(once(clip("/video/" + file)), EVERY_FRAME)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.stream.stats().reason()).isEqualTo("end of file");
            assertThat(recorder.frames).hasSize(pictures);
            assertThat(recorder.frames).allMatch(f -> f.width() == 320 && f.height() == 240);
            assertThat(recorder.stream.stats().framesCorrupt()).isZero();
        }
    }

    @Test
    void rate_below_that_of_key_frames_is_kept() {
        try (Recorder recorder = Recorder.start(once(clip("/video/h265.mp4")), 0.5)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.frames).hasSizeBetween(2, 3);
        }
    }

    @Test
    void fractional_rate_between_key_frames_is_kept() {
        try (Recorder recorder = Recorder.start(once(clip("/demo/people.mp4")), 2.5)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.frames).hasSizeBetween(22, 27);
        }
    }

    @Test
    void size_may_change_in_mid_stream() {
        try (Recorder recorder = Recorder.start(once(clip("/video/size-change.ts")), EVERY_FRAME)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.frames).extracting(Recorder.Seen::width).contains(320, 480);
            assertThat(recorder.frames).hasSizeGreaterThan(75);
        }
    }

    @ParameterizedTest
    // In H.265 only damage to the structure can be noticed: its entropy coding takes any bytes.
    @CsvSource({"h265.mp4, 4", "b-frames.mp4, 1500", "mjpeg.mov, 1500"})
    void damaged_key_frame_is_dropped_and_the_next_one_taken(String file, int from)
            throws Exception {
        byte[] content = Files.readAllBytes(RtspServer.resource("/video/" + file));
        int data = new String(content, StandardCharsets.ISO_8859_1).indexOf("mdat");
        new Random(1).nextBytes(scratch);
        System.arraycopy(scratch, 0, content, data + from, scratch.length);
        Path damaged = Files.write(folder.resolve(file), content);
        try (Recorder recorder = Recorder.start(once(damaged.toString()), 0.001)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.frames).hasSize(1);
            assertThat(recorder.stream.stats().framesCorrupt()).isEqualTo(1);
        }
    }

    @Test
    void missing_file_is_tried_again_and_found() throws Exception {
        Path late = folder.resolve("late.mp4");
        try (Recorder recorder = Recorder.start(late.toString(), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .isEqualTo("no such file, next try within 1 s");
            Files.copy(RtspServer.resource("/video/h265.mp4"), late);
            recorder.awaitState(SourceState.LIVE);
        }
    }

    @Test
    void playlist_in_a_file_is_not_followed() throws Exception {
        Path playlist = folder.resolve("list.m3u8");
        Files.writeString(
                playlist,
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
                        + RtspServer.resource("/video/size-change.ts")
                        + "\n#EXT-X-ENDLIST\n");
        try (Recorder recorder = Recorder.start(playlist.toString(), 1)) {
            recorder.awaitState(SourceState.FAILED);
            assertThat(recorder.frames).isEmpty();
        }
    }

    private static String clip(String resource) {
        return RtspServer.resource(resource).toString();
    }

    private static StreamSettings once(String uri) {
        return new StreamSettings(
                0, uri, null, FilePlayback.ONCE, null, null, null, null, false, null);
    }
}
