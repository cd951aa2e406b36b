package org.cupertino.nvr.processor.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request or an answer of RTSP; lenient, as cameras are.
 *
 * @param start its first line
 * @param headers its other lines, as they came
 * @param content what follows on them
 */
record RtspMessage(String start, List<String> headers, byte[] content) {
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int LONGEST_CONTENT = 1 << 20;

    /**
     * Reads a message.
     *
     * @throws ProtocolException if it is none, or longer than any camera needs
     */
    static RtspMessage read(InputStream in) throws IOException {
        int left = LONGEST_HEAD;
        String start = "";
        // Some cameras send empty lines between two messages.
        while (start.isEmpty()) {
            start = line(in, left--);
        }
        left -= start.length();
        List<String> headers = new ArrayList<>();
        String line = line(in, left);
        while (!line.isEmpty()) {
            headers.add(line);
            left -= line.length();
            line = line(in, left);
        }
        RtspMessage head = new RtspMessage(start, List.copyOf(headers), new byte[0]);
        return new RtspMessage(start, head.headers, in.readNBytes(head.length()));
    }

    private static String line(InputStream in, int longest) throws IOException {
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

    private int length() throws ProtocolException {
        String length = header("content-length");
        int bytes = length.matches("[0-9]{1,9}") ? Integer.parseInt(length) : 0;
        if (bytes > LONGEST_CONTENT) {
            throw new ProtocolException("a content without end");
        }
        return bytes;
    }

    /** The first of that name, which is lower case; empty if there is none. */
    String header(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The values of all headers of that name, which is lower case. */
    List<String> all(String name) {
        return headers.stream()
                .filter(line -> isNamed(line, name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name);
    }

    /** A word of the first line, empty if it has not as many. */
    String word(int index) {
        String[] words = start.split(" +", 3);
        return index < words.length ? words[index] : "";
    }

    boolean isAnswer() {
        return start.startsWith("RTSP/");
    }

    /** The status of an answer; 0 if it has none. */
    int status() {
        String status = word(1);
        return isAnswer() && status.matches("[1-9][0-9]{2}") ? Integer.parseInt(status) : 0;
    }

    /** The same with other first and further lines. */
    RtspMessage with(String otherStart, List<String> otherHeaders) {
        return new RtspMessage(otherStart, otherHeaders, content);
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[text.length + content.length];
        System.arraycopy(text, 0, all, 0, text.length);
        System.arraycopy(content, 0, all, text.length, content.length);
        return all;
    }
}
