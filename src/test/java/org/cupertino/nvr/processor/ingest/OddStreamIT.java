package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams with units that a picture does not need, broken as many cameras send them. */
class OddStreamIT {
    private static final Map<String, byte[]> UNITS =
            Map.of(
                    "SEI_CUT_OFF", OddStream.SEI_CUT_OFF,
                    "SEI_TOO_SHORT", OddStream.SEI_TOO_SHORT,
                    "PICTURE_PARAMETERS_BROKEN", OddStream.PICTURE_PARAMETERS_BROKEN,
                    "NONE", new byte[0]);

    @TempDir Path folder;

    private Path odd(String unit, boolean keysOnly) throws Exception {
        Libav.install();
        return OddStream.with(
                UNITS.get(unit),
                keysOnly,
                RtspServer.resource("/video/b-frames.mp4"),
                folder.resolve("odd.h264"));
    }

    @ParameterizedTest
    @CsvSource({
        "SEI_CUT_OFF, false",
        "SEI_CUT_OFF, true",
        "SEI_TOO_SHORT, false",
        "PICTURE_PARAMETERS_BROKEN, true"
    })
    void broken_unit_beside_the_picture_costs_no_picture(String unit, boolean keysOnly)
            throws Exception {
        String file = odd(unit, keysOnly).toString();
        try (Recorder recorder = Recorder.start(file, 1000)) {
            recorder.awaitFrames(40);
            assertThat(recorder.stream.stats().state()).isEqualTo(SourceState.LIVE);
            assertThat(recorder.stream.stats().framesCorrupt()).isZero();
        }
    }

    @Test
    void bare_stream_is_played_in_real_time() throws Exception {
        try (Recorder recorder = Recorder.start(odd("NONE", false).toString(), 1000)) {
            recorder.awaitFrames(51);
            Recorder.Seen from = recorder.frames.get(0);
            Recorder.Seen to = recorder.frames.get(50);
            assertThat(Duration.ofNanos(to.nanoTime() - from.nanoTime()))
                    .isGreaterThan(Duration.ofMillis(1_800));
        }
    }
}
