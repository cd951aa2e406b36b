package org.cupertino.nvr.processor.ingest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Messages of RTSP, and between them the frames that carry video. For one thread. */
final class RtspInput extends BufferedInputStream {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int HEAD_BYTES = 4;

    RtspInput(InputStream in) {
        super(in, BUFFER_BYTES);
    }

    /** Whether the next read asks the network, and may wait for it. */
    boolean isEmpty() {
        return pos >= count;
    }

    boolean isOver() throws IOException {
        return peek() < 0;
    }

    boolean isFrame() throws IOException {
        return peek() == '$';
    }

    private int peek() throws IOException {
        mark(1);
        int next = read();
        reset();
        return next;
    }

    /** The next frame, with its head. */
    byte[] frame() throws IOException {
        byte[] head = readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES) {
            throw new EOFException();
        }
        int length = (head[2] & 0xff) << 8 | head[3] & 0xff;
        byte[] frame = new byte[HEAD_BYTES + length];
        System.arraycopy(head, 0, frame, 0, HEAD_BYTES);
        if (readNBytes(frame, HEAD_BYTES, length) < length) {
            throw new EOFException();
        }
        return frame;
    }
}
