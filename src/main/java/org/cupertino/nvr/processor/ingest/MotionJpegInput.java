package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;

/** An answer that goes on for ever, one JPEG picture after the other. */
final class MotionJpegInput extends JpegInput {
    private final JpegReader pictures;
    private final Deadline deadline;

    MotionJpegInput(
            HttpSource source, HttpAnswer answer, StreamSettings settings, Deadline deadline) {
        super(source);
        pictures = new JpegReader(answer.body(), settings.maxPixels());
        this.deadline = deadline;
    }

    @Override
    public boolean read(AVPacket packet, long limitNanos) throws StreamException {
        deadline.arm(limitNanos);
        try {
            if (!pictures.next()) {
                return false;
            }
        } catch (IOException e) {
            if (deadline.stopped()) {
                return false;
            } else if (deadline.expired()) {
                String limit = Opening.text(Duration.ofNanos(limitNanos));
                throw new StreamException(Kind.STALLED, "no video for " + limit);
            }
            throw new StreamException("the camera closed the connection");
        }
        fill(packet, pictures);
        return true;
    }
}
