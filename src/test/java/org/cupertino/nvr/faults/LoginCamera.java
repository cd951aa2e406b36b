package org.cupertino.nvr.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cupertino.nvr.support.Proxy;

/**
 * A camera that wants a login of the user u with the password secret, once a connection, in one of
 * the ways that cameras have. Behind it is a server that wants none.
 */
final class LoginCamera implements AutoCloseable {
    private static final Pattern FIELD = Pattern.compile("(\\w+)=\"?([^\",]*)");

    /** How it asks for the login. */
    enum Way {
        BASIC(List.of("Basic realm=\"r\"")),
        /** Each answer 401 ends the connection. */
        CLOSES(List.of(digest("MD5"))),
        STRONGER_FIRST(List.of(digest("SHA-256"), digest("MD5"), "Basic realm=\"r\"")),
        STRONGER_LAST(List.of("Basic realm=\"r\"", digest("MD5"), digest("SHA-256")));

        private final List<String> challenges;

        Way(List<String> challenges) {
            this.challenges = challenges;
        }

        private static String digest(String algorithm) {
            return "Digest realm=\"r\", qop=\"auth\", algorithm=%s, nonce=\"NONCE\""
                    .formatted(algorithm);
        }
    }

    private final AtomicInteger nonces = new AtomicInteger();
    private final Proxy proxy;
    private volatile Way way = Way.BASIC;

    /**
     * @param behind port of the server
     */
    LoginCamera(int behind) {
        proxy = new Proxy(behind, this::welcome);
    }

    String uri() {
        return "rtsp://u:secret@127.0.0.1:" + proxy.port() + "/0";
    }

    /** Also ends what is connected. */
    void asks(Way next) {
        way = next;
        proxy.cut();
    }

    /** The request that had the login. */
    private byte[] welcome(Socket client) throws IOException {
        Way now = way;
        String nonce = "n" + nonces.incrementAndGet();
        String request = request(client.getInputStream());
        while (!isWelcome(request, now, nonce)) {
            client.getOutputStream().write(refusal(request, now, nonce));
            if (now == Way.CLOSES) {
                throw new EOFException();
            }
            request = request(client.getInputStream());
        }
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static byte[] refusal(String request, Way way, String nonce) {
        String number = request.replaceFirst("(?is).*\r\ncseq: *(\\d+).*", "$1");
        StringBuilder answer = new StringBuilder("RTSP/1.0 401 Unauthorized\r\nCSeq: ");
        answer.append(number).append("\r\n");
        for (String challenge : way.challenges) {
            answer.append("WWW-Authenticate: ").append(challenge.replace("NONCE", nonce));
            answer.append("\r\n");
        }
        return answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where SHA-256 is offered, only that will do. */
    private static boolean isWelcome(String request, Way way, String nonce) {
        if (way == Way.BASIC) {
            return request.contains("Authorization: Basic dTpzZWNyZXQ=");
        }
        Matcher header = Pattern.compile("Authorization: Digest (.*)\r\n").matcher(request);
        if (!header.find()) {
            return false;
        }
        Map<String, String> given = new HashMap<>();
        FIELD.matcher(header.group(1)).results().forEach(f -> given.put(f.group(1), f.group(2)));
        // A camera that closes knows no connection to which a nonce belongs.
        boolean fresh = way == Way.CLOSES || nonce.equals(given.get("nonce"));
        String algorithm = way == Way.CLOSES ? "MD5" : "SHA-256";
        String method = request.substring(0, request.indexOf(' '));
        String right =
                hash(
                        algorithm,
                        String.join(
                                ":",
                                hash(algorithm, "u:r:secret"),
                                given.get("nonce"),
                                given.get("nc"),
                                given.get("cnonce"),
                                "auth",
                                hash(algorithm, method + ":" + given.get("uri"))));
        return fresh && right.equals(given.get("response"));
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
