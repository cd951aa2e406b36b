package org.cupertino.nvr.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;
    private volatile Way way = Way.BASIC;

    /**
     * @param behind port of the server
     */
    LoginCamera(int behind) throws IOException {
        this.behind = behind;
        threads.execute(this::accept);
    }

    String uri() {
        return "rtsp://u:secret@127.0.0.1:" + door.getLocalPort() + "/0";
    }

    /** Also ends what is connected. */
    void asks(Way next) {
        way = next;
        sockets.forEach(LoginCamera::end);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = kept(door.accept());
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket client) {
        Way now = way;
        try (client;
                Socket server = kept(new Socket(InetAddress.getLoopbackAddress(), behind))) {
            String nonce = "n" + nonces.incrementAndGet();
            String request = request(client.getInputStream());
            while (!isWelcome(request, now, nonce)) {
                client.getOutputStream().write(refusal(request, now, nonce));
                if (now == Way.CLOSES && !request.contains("Digest")) {
                    return;
                }
                request = request(client.getInputStream());
            }
            server.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            threads.execute(() -> pass(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException | GeneralSecurityException e) {
            // One of the two has gone.
            return;
        }
    }

    private static void pass(Socket client, Socket server) {
        try (server) {
            OutputStream out = server.getOutputStream();
            client.getInputStream().transferTo(out);
        } catch (IOException e) {
            // As above.
            return;
        }
    }

    private Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
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
    private static boolean isWelcome(String request, Way way, String nonce)
            throws GeneralSecurityException {
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
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        String method = request.substring(0, request.indexOf(' '));
        String right =
                hash(
                        digest,
                        String.join(
                                ":",
                                hash(digest, "u:r:secret"),
                                given.get("nonce"),
                                given.get("nc"),
                                given.get("cnonce"),
                                "auth",
                                hash(digest, method + ":" + given.get("uri"))));
        return fresh && right.equals(given.get("response"));
    }

    private static String hash(MessageDigest digest, String text) {
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(LoginCamera::end);
        threads.shutdownNow();
    }
}
