package org.cupertino.nvr.processor.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** What follows on the head of an answer, without what only frames it. */
final class HttpBody extends InputStream {
    private static final int LONGEST_LINE = 1024;
    private static final int WORTH_SKIPPING = 64 << 10;

    private final InputStream in;
    private final boolean chunked;
    private final boolean keep;

    /** Bytes of the body, or of the chunk, that are still to come. */
    private long left;

    private boolean over;
    private boolean begun;

    private HttpBody(InputStream in, long left, boolean chunked, boolean keep) {
        this.in = in;
        this.left = left;
        this.chunked = chunked;
        this.keep = keep;
        over = left == 0 && !chunked;
    }

    static HttpBody none() {
        return new HttpBody(InputStream.nullInputStream(), 0, false, true);
    }

    /**
     * @param keep whether the connection lasts longer
     */
    static HttpBody of(InputStream in, long length, boolean keep) {
        return new HttpBody(in, length, false, keep);
    }

    static HttpBody chunked(InputStream in, boolean keep) {
        return new HttpBody(in, 0, true, keep);
    }

    static HttpBody untilClosed(InputStream in) {
        return new HttpBody(in, Long.MAX_VALUE, false, false);
    }

    /**
     * Skips what has come of the rest, so as not to wait for what may never come.
     *
     * @return whether the connection can be used again
     */
    boolean finish() {
        try {
            long skipped = 0;
            while (keep && !over && in.available() > 0 && skipped < WORTH_SKIPPING) {
                skipped += Math.max(0, read(new byte[Math.max(1, in.available())]));
            }
            return keep && over;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!over && chunked && left == 0) {
            nextChunk();
        }
        if (over) {
            return -1;
        }
        int got = in.read(target, offset, (int) Math.min(length, left));
        if (got < 0) {
            over = true;
        } else if (left < Long.MAX_VALUE) {
            left -= got;
            over = left == 0 && !chunked;
        }
        return got;
    }

    /** Without its end, which is a line feed, with or without a carriage return. */
    static String line(InputStream in, int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException();
            } else if (line.length() >= longest) {
                throw new ProtocolException("a head without end");
            }
            line.append((char) next);
            next = in.read();
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private void nextChunk() throws IOException {
        if (begun) {
            line(in, LONGEST_LINE);
        }
        begun = true;
        String size = line(in, LONGEST_LINE).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,8}")) {
            throw new ProtocolException("no chunk");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            while (!line(in, LONGEST_LINE).isEmpty()) {
                continue;
            }
            over = true;
        }
    }
}
