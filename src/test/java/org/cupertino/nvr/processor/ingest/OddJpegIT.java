package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG pictures as cameras send them, decoded. */
class OddJpegIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "usual",
                "grey",
                "progressive",
                "no Huffman tables",
                "no JFIF header",
                "no end",
                "Exif with a thumbnail",
                "comment with a boundary",
                "fill bytes",
                "garbage after the end"
            })
    void odd_picture_is_decoded(String kind) throws Exception {
        byte[] odd = Jpegs.odd(kind);
        byte[] stream = Jpegs.stream("usual", List.of(odd, odd, odd));
        String head = "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n";
        try (HttpCamera camera =
                        new HttpCamera(
                                request ->
                                        request.target().equals("/still")
                                                ? HttpCamera.picture(odd, "")
                                                : Jpegs.join(head, stream));
                Recorder still = Recorder.start(camera.uri("/still"), 1);
                Recorder motion = Recorder.start(camera.uri("/motion"), 1_000)) {
            still.awaitFrames(1);
            motion.awaitFrames(2);
            assertThat(motion.stream.stats().framesCorrupt()).isZero();
            assertThat(motion.frames.get(0).height()).isEqualTo(Jpegs.HEIGHT);
        }
    }

    @Test
    void chunked_stream_plays_as_it_comes() throws Exception {
        byte[] stream = Jpegs.stream("no length", List.of(Jpegs.picture(1), Jpegs.picture(2)));
        byte[] chunks = Jpegs.chunked(stream, 333);
        String head =
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n"
                        + "Content-Type: multipart/x-mixed-replace;boundary=\"--cut\"\n\n";
        try (HttpCamera camera =
                        new HttpCamera(
                                r -> Jpegs.join(head, Arrays.copyOf(chunks, chunks.length - 5)));
                Recorder recorder = Recorder.start(camera.uri("/"), 1_000)) {
            recorder.awaitFrames(2);
            recorder.awaitState(SourceState.STALLED);
        }
    }
}
