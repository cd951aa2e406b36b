package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the JPEG pictures in what a camera sends, by their own structure: the lengths that a camera
 * names are often wrong, and so are its boundaries. A picture without an end ends where the next
 * begins, or where the line comes that stood before the first. For one thread.
 */
final class JpegReader {
    private static final int FIRST_BYTES = 64 << 10;
    private static final int LEAST_BYTES = 1 << 20;

    /** As much of what stands between two pictures is looked at. */
    private static final int LONGEST_HEAD = 1024;

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;

    private final InputStream in;
    private final int mostBytes;
    private byte[] data = new byte[FIRST_BYTES];

    /** Where the picture begins. */
    private int start;

    private int at;
    private int end;
    private byte[] boundary = new byte[0];

    /**
     * @param maxPixels of a picture, which may have a byte for each
     */
    JpegReader(InputStream in, long maxPixels) {
        this.in = in;
        mostBytes = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(LEAST_BYTES, maxPixels));
    }

    /** The bytes of the last picture begin here in {@link #data()}. */
    int start() {
        return start;
    }

    int length() {
        return at - start;
    }

    byte[] data() {
        return data;
    }

    /**
     * Reads the next picture, whole or what there is of it.
     *
     * @return false at the end
     */
    boolean next() throws IOException, StreamException {
        if (!findStart()) {
            return false;
        }
        at += 2;
        while (has(2)) {
            int marker = data[at + 1] & 0xff;
            if (data[at] != (byte) 0xff || marker == 0xff || marker == 0) {
                at++;
            } else if (marker == END) {
                at += 2;
                return true;
            } else if (marker == START) {
                return true;
            } else if (isRestart(marker)) {
                at += 2;
            } else if (!skipSegment() || marker == SCAN && isCutOffInScan()) {
                return true;
            }
        }
        at = end;
        return true;
    }

    /** Drops what comes before the next picture, but learns the boundary from it. */
    private boolean findStart() throws IOException, StreamException {
        StringBuilder head = new StringBuilder();
        start = at;
        while (has(3)) {
            boolean found =
                    data[at] == (byte) 0xff
                            && data[at + 1] == (byte) START
                            && data[at + 2] == (byte) 0xff;
            if (found) {
                learnBoundary(head);
                start = at;
                return true;
            }
            if (head.length() < LONGEST_HEAD) {
                head.append((char) (data[at] & 0xff));
            }
            at++;
            start = at;
        }
        return false;
    }

    /** The first line that is no header. */
    private void learnBoundary(StringBuilder head) {
        for (String line : head.toString().split("\r?\n")) {
            if (!line.isBlank() && line.indexOf(':') < 0) {
                boundary = line.getBytes(StandardCharsets.ISO_8859_1);
                return;
            }
        }
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7 || marker == 1;
    }

    private boolean skipSegment() throws IOException, StreamException {
        if (!has(4)) {
            at = end;
            return false;
        }
        int length = 2 + ((data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff);
        boolean whole = has(length);
        at = whole ? at + length : end;
        return whole;
    }

    /** Goes to the marker after the picture's data; true if there is none. */
    private boolean isCutOffInScan() throws IOException, StreamException {
        while (has(2)) {
            // All that was read at once: each picture that a camera sends goes through here.
            byte[] bytes = data;
            int last = end - 1;
            int i = at;
            while (i < last && bytes[i] != (byte) 0xff && bytes[i] != '\n') {
                i++;
            }
            at = i;
            if (i == last) {
                continue;
            }
            int next = bytes[i + 1] & 0xff;
            if (bytes[i] == '\n') {
                if (isBoundary()) {
                    return true;
                }
                at++;
            } else if (next == 0 || isRestart(next)) {
                at += 2;
            } else if (next == 0xff) {
                at++;
            } else {
                return false;
            }
        }
        at = end;
        return true;
    }

    private boolean isBoundary() throws IOException, StreamException {
        int from = at + 1;
        return boundary.length > 2
                && data[from] == boundary[0]
                && has(1 + boundary.length)
                && Arrays.equals(
                        data, at + 1, at + 1 + boundary.length, boundary, 0, boundary.length);
    }

    /** Makes so many bytes available from here on, unless the end comes before. */
    private boolean has(int bytes) throws IOException, StreamException {
        while (end - at < bytes) {
            if (at - start > mostBytes) {
                throw new StreamException("a picture has more bytes than --max-picture has pixels");
            }
            makeRoom();
            int got = in.read(data, end, data.length - end);
            if (got < 0) {
                return false;
            }
            end += got;
        }
        return true;
    }

    private void makeRoom() {
        if (end < data.length) {
            return;
        }
        byte[] wider = end - start > data.length / 2 ? new byte[2 * data.length] : data;
        System.arraycopy(data, start, wider, 0, end - start);
        data = wider;
        at -= start;
        end -= start;
        start = 0;
    }
}
