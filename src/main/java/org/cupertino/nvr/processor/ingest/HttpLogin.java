package org.cupertino.nvr.processor.ingest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A login with one server, as HTTP and RTSP have it: of the challenges it answers the strongest, by
 * RFC 7616 (digest) or RFC 7617 (basic). Not thread-safe.
 */
final class HttpLogin {
    /** Weakest first. */
    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-256", "SHA-512-256");

    /** A name alone begins a challenge, a name with a value is one of its parameters. */
    private static final Pattern PART =
            Pattern.compile(
                    "([A-Za-z0-9!#$%&'*+.^_`|~-]++)(?:\\s*+=\\s*+"
                            + "(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"]*+)))?");

    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})++");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String user;
    private final String password;
    private final Supplier<String> clientNonce;
    private Challenge challenge;
    private String cnonce;
    private int count;
    private boolean answered;
    private boolean worked;

    /**
     * One challenge.
     *
     * @param scheme lower case
     * @param values by lower-case name
     */
    private record Challenge(String scheme, Map<String, String> values) {
        String value(String name) {
            return values.getOrDefault(name, "");
        }

        boolean isSession() {
            return value("algorithm").toUpperCase(Locale.ROOT).endsWith("-SESS");
        }

        String algorithm() {
            String name = value("algorithm").toUpperCase(Locale.ROOT);
            return name.isEmpty() ? "MD5" : name.replaceFirst("-SESS$", "");
        }

        /** With the client's own nonce and a count. */
        boolean hasQuality() {
            return Arrays.asList(value("qop").split("[\\s,]+")).contains("auth");
        }

        /** 0 if it cannot be answered. */
        int strength() {
            if (scheme.equals("basic")) {
                return 1;
            }
            boolean digest = scheme.equals("digest") && !value("nonce").isEmpty();
            boolean known = value("qop").isEmpty() || hasQuality();
            int algorithm = ALGORITHMS.indexOf(algorithm());
            return digest && known && algorithm >= 0 ? 2 + algorithm : 0;
        }
    }

    HttpLogin(String user, String password) {
        this(user, password, HttpLogin::random);
    }

    HttpLogin(String user, String password, Supplier<String> clientNonce) {
        this.user = user;
        this.password = password;
        this.clientNonce = clientNonce;
    }

    /**
     * @param userInfo {@code user:password} as it is in an address, percent-encoded
     */
    static HttpLogin of(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new HttpLogin(decoded(userInfo), "")
                : new HttpLogin(
                        decoded(userInfo.substring(0, colon)),
                        decoded(userInfo.substring(colon + 1)));
    }

    /** What is no escape stays as it is. */
    private static String decoded(String text) {
        return ESCAPES.matcher(text)
                .replaceAll(
                        escape ->
                                Matcher.quoteReplacement(
                                        URLDecoder.decode(escape.group(), StandardCharsets.UTF_8)));
    }

    private static String random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Takes the answer 401 of the server.
     *
     * @param headers its values of WWW-Authenticate
     * @return whether the request is to be sent again, with {@link #authorization}. If not, the
     *     server refuses the login, or knows only ways that this class does not: see {@link
     *     #understands}
     */
    boolean challenged(List<String> headers) {
        Challenge best = strongest(headers);
        boolean stale = best != null && best.value("stale").equalsIgnoreCase("true");
        boolean again =
                best != null && (!answered || (stale || worked) && !isNonce(best.value("nonce")));
        worked = false;
        if (again) {
            challenge = best;
            count = 0;
            cnonce = clientNonce.get();
        }
        return again;
    }

    private boolean isNonce(String nonce) {
        return challenge != null && nonce.equals(challenge.value("nonce"));
    }

    /** Takes any other answer: a nonce that was good may grow old without being called stale. */
    void accepted() {
        worked = true;
    }

    /** Whether one of the challenges can be answered. */
    static boolean understands(List<String> headers) {
        return strongest(headers) != null;
    }

    /**
     * The value of the Authorization header for one request, or null before a challenge.
     *
     * @param uri as it is in the first line of the request
     */
    String authorization(String method, String uri) {
        if (challenge == null) {
            return null;
        }
        answered = true;
        if (challenge.scheme.equals("basic")) {
            byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(login);
        }
        return digest(method, uri);
    }

    private String digest(String method, String uri) {
        String realm = challenge.value("realm");
        String nonce = challenge.value("nonce");
        String nc = String.format("%08x", ++count);
        String secret = hash(user + ":" + realm + ":" + password);
        String first = challenge.isSession() ? hash(secret + ":" + nonce + ":" + cnonce) : secret;
        String middle = challenge.hasQuality() ? nonce + ":" + nc + ":" + cnonce + ":auth" : nonce;
        String response = hash(first + ":" + middle + ":" + hash(method + ":" + uri));
        boolean hashed = challenge.value("userhash").equalsIgnoreCase("true");
        StringBuilder text = new StringBuilder("Digest ");
        text.append("username=").append(quoted(hashed ? hash(user + ":" + realm) : user));
        text.append(", realm=").append(quoted(realm)).append(", nonce=").append(quoted(nonce));
        text.append(", uri=").append(quoted(uri));
        text.append(", response=").append(quoted(response));
        if (!challenge.value("algorithm").isEmpty()) {
            text.append(", algorithm=").append(challenge.value("algorithm"));
        }
        if (!challenge.value("opaque").isEmpty()) {
            text.append(", opaque=").append(quoted(challenge.value("opaque")));
        }
        if (challenge.hasQuality()) {
            text.append(", qop=auth, nc=").append(nc);
        }
        if (challenge.hasQuality() || challenge.isSession()) {
            text.append(", cnonce=").append(quoted(cnonce));
        }
        return text.append(hashed ? ", userhash=true" : "").toString();
    }

    private String hash(String text) {
        String name = challenge.algorithm().replace("SHA-512-256", "SHA-512/256");
        try {
            byte[] hash =
                    MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Challenge strongest(List<String> headers) {
        List<Challenge> found = new ArrayList<>();
        for (String header : headers) {
            Matcher parts = PART.matcher(header);
            while (parts.find()) {
                String name = parts.group(1).toLowerCase(Locale.ROOT);
                String quoted = parts.group(2);
                String value = quoted == null ? parts.group(3) : quoted.replaceAll("\\\\(.)", "$1");
                if (value == null) {
                    found.add(new Challenge(name, new LinkedHashMap<>()));
                } else if (!found.isEmpty()) {
                    found.get(found.size() - 1).values().putIfAbsent(name, value);
                }
            }
        }
        return found.stream()
                .filter(c -> c.strength() > 0)
                .max(Comparator.comparingInt(Challenge::strength))
                .orElse(null);
    }
}
