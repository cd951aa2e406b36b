package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.cupertino.nvr.secret.CameraAddress;

/** Opens cameras and files; over HTTP, the first answer settles what a camera sends. */
final class Inputs {
    private static final int TS_PACKET = 188;
    private static final byte TS_SYNC = 0x47;
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private Inputs() {}

    /**
     * Opens a camera or a file.
     *
     * @param attempt chooses between the addresses of a host that has several
     * @param atMost how long it may take
     */
    static VideoInput open(StreamSettings settings, int attempt, Deadline deadline, Duration atMost)
            throws StreamException {
        return CameraAddress.of(settings.uri()).scheme().startsWith("http")
                ? overHttp(settings, attempt, deadline, atMost)
                : StreamInput.open(settings, attempt, deadline, atMost);
    }

    private static VideoInput overHttp(
            StreamSettings settings, int attempt, Deadline deadline, Duration atMost)
            throws StreamException {
        HttpSource source = new HttpSource(settings, attempt, deadline);
        try {
            HttpAnswer answer = source.get(Map.of(), atMost.toNanos());
            String type = answer.contentType();
            if (type.startsWith("multipart/")) {
                return new MotionJpegInput(source, answer, settings, deadline);
            }
            PushbackInputStream content = new PushbackInputStream(answer.body(), 2 * TS_PACKET);
            if (type.startsWith("image/jp") || begins(content, JPEG)) {
                return new StillInput(source, answer, content, settings, deadline);
            } else if (type.startsWith("video/mp2t") || isTransportStream(content)) {
                return StreamInput.transportStream(source::close, content, deadline, atMost);
            }
            throw new StreamException("the server sends neither MPEG-TS, Motion JPEG nor a JPEG");
        } catch (IOException e) {
            source.close();
            throw source.failure(e, atMost);
        } catch (StreamException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static boolean begins(PushbackInputStream content, byte[] wanted) throws IOException {
        byte[] start = content.readNBytes(wanted.length);
        content.unread(start);
        return Arrays.equals(start, wanted);
    }

    private static boolean isTransportStream(PushbackInputStream content) throws IOException {
        byte[] start = content.readNBytes(2 * TS_PACKET);
        content.unread(start);
        return start.length == 2 * TS_PACKET && start[0] == TS_SYNC && start[TS_PACKET] == TS_SYNC;
    }
}
