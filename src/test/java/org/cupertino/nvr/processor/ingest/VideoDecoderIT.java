package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.ingest.PacketDecoder.Result;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packets of a clip with pictures that are shown in another order than they come in. */
class VideoDecoderIT {
    private static final String CLIP = RtspServer.resource("/video/b-frames.mp4").toString();
    private static final long MANY = 4096L * 2304;

    private final Deadline deadline = new Deadline();
    private final List<AVPacket> packets = new ArrayList<>();
    private StreamInput input;

    @BeforeEach
    void read() throws StreamException {
        Libav.install();
        StreamSettings settings = StreamSettings.of(0, CLIP);
        input = StreamInput.open(settings, 0, deadline, Duration.ofSeconds(30));
        AVPacket packet = av_packet_alloc();
        while (input.read(packet, Duration.ofSeconds(30).toNanos())) {
            packets.add(av_packet_clone(packet));
        }
        av_packet_free(packet);
    }

    @AfterEach
    void free() {
        packets.forEach(packet -> av_packet_free(packet));
        input.close();
        deadline.close();
    }

    private static boolean isKey(AVPacket packet) {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    @Test
    void key_frame_alone_gives_its_own_picture_and_none_that_was_held_back() throws Exception {
        try (VideoDecoder decoder = new VideoDecoder(input.codec(), MANY, new LongAdder())) {
            int n = 0;
            while (n == 0 || !isKey(packets.get(n))) {
                decoder.send(packets.get(n++));
            }
            assertThat(decoder.keyFrame(packets.get(n))).isEqualTo(Result.PICTURE);
            assertThat(decoder.pictureTime()).isEqualTo(packets.get(n).pts());
        }
    }

    @Test
    void picture_larger_than_allowed_is_refused_with_a_sentence() throws Exception {
        try (VideoDecoder decoder = new VideoDecoder(input.codec(), 320 * 239, new LongAdder())) {
            assertThat(decoder.keyFrame(packets.get(0))).isEqualTo(Result.CORRUPT);
            assertThat(decoder.refusal())
                    .startsWith("pictures of 320x240 ")
                    .endsWith("are larger than --max-picture allows");
        }
    }

    @Test
    void camera_of_larger_pictures_than_allowed_fails_with_that_sentence() {
        StreamSettings settings =
                new StreamSettings(0, CLIP, null, null, null, null, null, null, false, 320L * 239);
        try (Recorder recorder = Recorder.start(settings, 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason()).contains("larger than --max-picture");
            assertThat(recorder.frames).isEmpty();
        }
    }
}
