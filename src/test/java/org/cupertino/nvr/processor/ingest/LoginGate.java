package org.cupertino.nvr.processor.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A camera that wants a login for each request; who has it learns that there is no such stream. It
 * knows the user u with the password secret.
 */
final class LoginGate implements FaultyServer.Behaviour {
    private final List<String> challenges;
    private final boolean closes;
    private final int nonceLasts;
    private int answered;

    /** Of all requests, empty where one came without. */
    final List<String> logins = new CopyOnWriteArrayList<>();

    /**
     * @param challenges values of the header; NONCE in them changes
     * @param closes whether each answer 401 ends the connection
     * @param nonceLasts for so many requests
     */
    LoginGate(List<String> challenges, boolean closes, int nonceLasts) {
        this.challenges = challenges;
        this.closes = closes;
        this.nonceLasts = nonceLasts;
    }

    @Override
    public void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                RtspMessage request = RtspMessage.read(in);
                List<String> answer = new ArrayList<>();
                boolean welcome = isWelcome(request, answer);
                answer.add("CSeq: " + request.header("cseq"));
                String text = String.join("\r\n", answer) + "\r\n\r\n";
                client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                if (!welcome && closes) {
                    return;
                }
            }
        }
    }

    private synchronized boolean isWelcome(RtspMessage request, List<String> answer) {
        String login = request.header("authorization");
        logins.add(login);
        boolean known = isRight(request, login);
        boolean fresh = known && (login.startsWith("Basic") || login.contains("\"" + nonce()));
        if (known && fresh) {
            answered++;
            boolean options = request.word(0).equals("OPTIONS");
            answer.add(options ? "RTSP/1.0 200 OK" : "RTSP/1.0 404 Not Found");
            return true;
        }
        answer.add("RTSP/1.0 401 Unauthorized");
        for (String challenge : challenges) {
            answer.add(
                    "WWW-Authenticate: "
                            + challenge.replace("NONCE", nonce())
                            + (known ? ", stale=true" : ""));
        }
        return false;
    }

    private String nonce() {
        return "n" + answered / nonceLasts;
    }

    private boolean isRight(RtspMessage request, String login) {
        if (login.startsWith("Basic ")) {
            return login.equals("Basic dTpzZWNyZXQ=");
        }
        String nonce = login.replaceFirst(".*[ ,]nonce=\"([^\"]*)\".*", "$1");
        String cnonce = login.replaceFirst(".*cnonce=\"([^\"]*)\".*", "$1");
        HttpLogin right = new HttpLogin("u", "secret", () -> cnonce);
        for (String challenge : challenges) {
            right.challenged(List.of(challenge.replace("NONCE", nonce)));
            for (int count = 0; count < 5; count++) {
                if (login.equals(right.authorization(request.word(0), request.word(1)))) {
                    return true;
                }
            }
            right = new HttpLogin("u", "secret", () -> cnonce);
        }
        return false;
    }
}
