package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;

/** A picture in the decoder's own memory, which stays valid after decoder and stream are closed. */
final class DecodedFrame implements Frame {
    private final int sourceId;
    private final long frameId;
    private final Instant capturedAt;
    private final Shown shown;
    private final Scaler scaler;
    private AVFrame picture;

    /**
     * @param picture owned by this object from now on; width, height and format are valid
     */
    DecodedFrame(int sourceId, long frameId, Instant capturedAt, AVFrame picture, Scaler scaler) {
        this.sourceId = sourceId;
        this.frameId = frameId;
        this.capturedAt = capturedAt;
        this.shown = Shown.of(picture);
        this.scaler = scaler;
        this.picture = picture;
    }

    @Override
    public int sourceId() {
        return sourceId;
    }

    @Override
    public long frameId() {
        return frameId;
    }

    @Override
    public Instant capturedAt() {
        return capturedAt;
    }

    @Override
    public int width() {
        return shown.width();
    }

    @Override
    public int height() {
        return shown.height();
    }

    @Override
    public synchronized void letterbox(Letterbox target, ByteBuffer rgb) {
        if (picture == null) {
            throw new IllegalStateException("the frame is closed");
        }
        scaler.letterbox(picture, shown, target, rgb);
    }

    @Override
    public synchronized void close() {
        if (picture != null) {
            av_frame_free(picture);
            picture = null;
        }
    }
}
