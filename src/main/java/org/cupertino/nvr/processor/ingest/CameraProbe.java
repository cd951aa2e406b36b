package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.av_version_info;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.ingest.PacketDecoder.Result;
import org.cupertino.nvr.secret.CameraAddress;

/** Opens a camera once and measures what it sends. For one thread. */
public final class CameraProbe {
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);
    private static final int ENOUGH_KEYS = 3;
    private static final long ENOUGH_TIME = TimeUnit.SECONDS.toNanos(3);

    private final StreamSettings settings;
    private final Consumer<Frame> still;
    private final boolean file;
    private VideoDecoder decoder;
    private int width;
    private int height;
    private int packets;
    private int keys;
    private double first;
    private double last;
    private double firstKey;
    private double lastKey;
    private Duration clock;

    private CameraProbe(StreamSettings settings, Consumer<Frame> still) {
        this.settings = settings;
        this.still = still;
        file = CameraAddress.of(settings.uri()).isFile();
    }

    /** The version of the native library, which is loaded for it. */
    public static String library() {
        Libav.install();
        return av_version_info().getString();
    }

    /**
     * Measures until a few key frames have come or the time is over.
     *
     * @param atMost from the time the stream is open
     * @param still gets the first picture, which is closed afterwards
     * @throws IOException if the stream cannot be opened or decoded; the message is for a person
     *     and holds no secret
     */
    public static CameraFacts look(StreamSettings settings, Duration atMost, Consumer<Frame> still)
            throws IOException {
        Libav.install();
        try {
            return new CameraProbe(settings, still).look(atMost);
        } catch (StreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private CameraFacts look(Duration atMost) throws StreamException {
        AVPacket packet = av_packet_alloc();
        try (Deadline deadline = new Deadline();
                VideoInput input = Inputs.open(settings, 0, deadline, settings.connectLimit(1))) {
            boolean asked = input instanceof StillInput;
            long end = System.nanoTime() + atMost.toNanos();
            while (!isEnough(asked) && System.nanoTime() < end && input.read(packet, SILENCE)) {
                take(input, packet);
            }
            if (width == 0) {
                throw new StreamException("no picture within " + Opening.text(atMost));
            }
            return facts(
                    asked
                            ? CameraFacts.STILL
                            : avcodec_get_name(input.codec().codec_id()).getString());
        } finally {
            av_packet_free(packet);
            if (decoder != null) {
                decoder.close();
            }
        }
    }

    private boolean isEnough(boolean asked) {
        return width > 0 && asked
                || width > 0 && keys >= ENOUGH_KEYS && last - first >= ENOUGH_TIME;
    }

    private void take(VideoInput input, AVPacket packet) throws StreamException {
        double now = file ? input.nanos(packet) : System.nanoTime();
        first = packets == 0 ? now : first;
        last = now;
        packets++;
        Instant arrival = Instant.now();
        long micros = input.cameraMicros(packet.pts());
        if (micros > 0) {
            clock = Duration.between(arrival, Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }
        if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
            firstKey = keys == 0 ? now : firstKey;
            lastKey = now;
            keys++;
            if (width == 0) {
                decode(input, packet, arrival);
            }
        }
    }

    private void decode(VideoInput input, AVPacket packet, Instant arrival) throws StreamException {
        if (decoder == null) {
            decoder = new VideoDecoder(input.codec(), settings.maxPixels(), new LongAdder());
        }
        Result result = decoder.keyFrame(packet);
        if (decoder.refusal() != null) {
            throw new StreamException(decoder.refusal());
        }
        if (result == Result.PICTURE) {
            try (Scaler scaler = new Scaler(new LongAdder());
                    DecodedFrame frame =
                            new DecodedFrame(
                                    settings.sourceId(), 1, arrival, decoder.take(), scaler)) {
                width = frame.width();
                height = frame.height();
                still.accept(frame);
            }
        }
    }

    private CameraFacts facts(String codec) {
        double seconds = (last - first) / 1e9;
        boolean measurable = packets > 1 && seconds > 0;
        return new CameraFacts(
                codec,
                width,
                height,
                measurable ? OptionalDouble.of((packets - 1) / seconds) : OptionalDouble.empty(),
                keys > 1
                        ? Optional.of(Duration.ofNanos((long) (lastKey - firstKey) / (keys - 1)))
                        : Optional.empty(),
                Optional.ofNullable(clock));
    }
}
