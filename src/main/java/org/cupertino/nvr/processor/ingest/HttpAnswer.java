package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as far as its head goes; lenient, as cameras are.
 *
 * @param headers by name in lower case
 * @param body to be read from
 */
record HttpAnswer(int status, Map<String, List<String>> headers, HttpBody body) {
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int NOT_MODIFIED = 304;
    private static final int NO_CONTENT = 204;
    private static final int OK = 200;

    /** Reads a head, and those that only announce one. */
    static HttpAnswer read(InputStream in) throws IOException {
        int left = LONGEST_HEAD;
        while (true) {
            String start = HttpBody.line(in, left);
            int status = status(start);
            left -= start.length();
            Map<String, List<String>> headers = new HashMap<>();
            String line = HttpBody.line(in, left);
            while (!line.isEmpty()) {
                left -= line.length();
                int colon = line.indexOf(':');
                if (colon > 0) {
                    String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                    headers.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(line.substring(colon + 1).strip());
                }
                line = HttpBody.line(in, left);
            }
            if (status >= OK) {
                boolean last = start.startsWith("HTTP/1.0") || start.startsWith("ICY");
                return new HttpAnswer(status, headers, body(in, status, headers, last));
            }
        }
    }

    private static HttpBody body(
            InputStream in, int status, Map<String, List<String>> headers, boolean last) {
        String connection = first(headers, "connection").toLowerCase(Locale.ROOT);
        boolean keep = last ? connection.contains("keep-alive") : !connection.contains("close");
        if (status == NOT_MODIFIED || status == NO_CONTENT) {
            return HttpBody.of(in, 0, keep);
        } else if (first(headers, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunk")) {
            return HttpBody.chunked(in, keep);
        }
        String length = first(headers, "content-length");
        // Many cameras give a stream that has no end some length.
        boolean stream = first(headers, "content-type").startsWith("multipart/");
        return !stream && length.matches("[0-9]{1,18}")
                ? HttpBody.of(in, Long.parseLong(length), keep)
                : HttpBody.untilClosed(in);
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" +", 3);
        boolean known = line.startsWith("HTTP/") || line.startsWith("ICY");
        if (!known || parts.length < 2 || !parts[1].matches("[1-9][0-9]{2}")) {
            throw new ProtocolException("no HTTP");
        }
        return Integer.parseInt(parts[1]);
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.get(0);
    }

    /** The first of that name, which is lower case; empty if there is none. */
    String header(String name) {
        return first(headers, name);
    }

    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** In lower case. */
    String contentType() {
        return header("content-type").toLowerCase(Locale.ROOT);
    }

    boolean isNotModified() {
        return status == NOT_MODIFIED;
    }
}
