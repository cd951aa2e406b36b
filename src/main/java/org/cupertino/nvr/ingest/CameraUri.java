package org.cupertino.nvr.ingest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of a camera or a video file; the one place that knows where its credentials are.
 *
 * <p>{@code rtsp}, {@code rtsps}, {@code http} and {@code https} addresses, {@code file:} addresses
 * and plain paths. {@link #toString()} is {@link #masked()}.
 */
public final class CameraUri {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");

    /** User info ends at the last @ before the path, as libav has it. */
    private static final Pattern NETWORK =
            Pattern.compile(
                    "//(?<user>[^/?#]*@)?(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])"
                            + "(?<port>:[0-9]{1,5})?(?<rest>[/?][^#]*)?");

    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)\\S*@");
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile(
                    "(?i)(?<![a-z])(user(?:name)?|usr|login|pass(?:word|wd|phrase)?|pwd|psw|pw|auth"
                            + "|(?:access_?|session_?)?token|api_?key|key|secret|sig(?:nature)?)"
                            + "=[^&;\\s/\"']*");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)((?:proxy-)?authorization\\s*[:=]\\s*)\\S[^\\r\\n]*");

    private final String text;
    private final String scheme;
    private final Matcher network;

    private CameraUri(String text, String scheme, Matcher network) {
        this.text = text;
        this.scheme = scheme;
        this.network = network;
    }

    /**
     * @throws IllegalArgumentException if it is none; the message never quotes it
     */
    public static CameraUri of(String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("the address is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the address has a control character in it");
        }
        Matcher parts = SCHEME.matcher(text);
        if (!parts.matches()) {
            return new CameraUri(text, "file", null);
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> new CameraUri(path(text), scheme, null);
            case "rtsp", "rtsps", "http", "https" ->
                    new CameraUri(text, scheme, network(parts.group(2)));
            default ->
                    throw new IllegalArgumentException(
                            "the address must be rtsp, rtsps, http, https or a file");
        };
    }

    private static String path(String uri) {
        try {
            return uri.startsWith("file:/")
                    ? Path.of(URI.create(uri)).toString()
                    : uri.substring(5);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file address is not a valid URI", e);
        }
    }

    private static Matcher network(String rest) {
        Matcher matcher = NETWORK.matcher(rest);
        boolean valid = matcher.matches() && rest.chars().noneMatch(c -> c == ' ');
        if (!valid || (matcher.group("port") != null && !isPort(matcher.group("port")))) {
            throw new IllegalArgumentException(
                    "the address is not scheme://user:password@host:port/path;"
                            + " / ? # and spaces in a password are written %2F %3F %23 %20");
        }
        return matcher;
    }

    private static boolean isPort(String colonAndDigits) {
        int port = Integer.parseInt(colonAndDigits.substring(1));
        return port > 0 && port < 65536;
    }

    /** Lower case; {@code file} for a plain path. */
    public String scheme() {
        return scheme;
    }

    /** Whether it is a file on this machine, not something on the network. */
    public boolean isFile() {
        return network == null;
    }

    /** The address with everything secret in it replaced by {@code ***}. */
    public String masked() {
        return redact(text);
    }

    /**
     * Replaces user info of addresses, values of parameters that usually hold credentials, and
     * {@code Authorization} headers anywhere in a text by {@code ***}. Rather hides too much.
     */
    public static String redact(String text) {
        String redacted = USER_INFO.matcher(text).replaceAll("$1***@");
        redacted = SECRET_PARAMETER.matcher(redacted).replaceAll("$1=***");
        return AUTHORIZATION.matcher(redacted).replaceAll("$1***");
    }

    /** Whether the connection is encrypted from its first byte. */
    boolean isTls() {
        return scheme.equals("rtsps") || scheme.equals("https");
    }

    /** Name or literal address, IPv6 without brackets; not for files. */
    String host() {
        String host = network.group("host");
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Host and port as in the address. */
    String authority() {
        return network.group("host") + part("port");
    }

    /** The whole address, credentials included, for libav only. */
    String secretText() {
        return isFile() ? "file:" + text : text;
    }

    /** {@link #secretText()} with the host's name replaced by one of its addresses. */
    String secretTextAt(InetAddress address) {
        String literal = address.getHostAddress();
        String host = address instanceof Inet6Address ? "[" + literal + "]" : literal;
        return scheme + "://" + part("user") + host + part("port") + part("rest");
    }

    private String part(String group) {
        String part = network.group(group);
        return part == null ? "" : part;
    }

    @Override
    public String toString() {
        return masked();
    }
}
