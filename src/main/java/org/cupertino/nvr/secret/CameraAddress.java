package org.cupertino.nvr.secret;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of a camera or a video file: {@code rtsp}, {@code rtsps}, {@code http}, {@code https} and
 * {@code file:} addresses, and plain paths. {@link #toString()} is {@link #masked()}.
 */
public final class CameraAddress {
    /** Characters; no camera needs more, and each status carries the addresses of all cameras. */
    private static final int LONGEST = 2_048;

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");

    /** User info ends at the last @ before the path, as libav has it. */
    private static final Pattern NETWORK =
            Pattern.compile(
                    "//(?<user>[^/?#]*@)?(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])"
                            + "(?<port>:[0-9]{1,5})?(?<rest>[/?][^#]*)?");

    /** As it was given; the path alone for a {@code file:} address. */
    private final String text;

    private final String scheme;

    /** With the @ behind it; empty if there is none. */
    private final String userInfo;

    /** IPv6 in brackets; empty for files. */
    private final String host;

    /** With the colon before it; empty if there is none. */
    private final String port;

    /** Path and query. */
    private final String rest;

    private CameraAddress(
            String text, String scheme, String userInfo, String host, String port, String rest) {
        this.text = text;
        this.scheme = scheme;
        this.userInfo = userInfo;
        this.host = host;
        this.port = port;
        this.rest = rest;
    }

    /**
     * @throws IllegalArgumentException if it is none; the message never quotes it
     */
    public static CameraAddress of(String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("the address is empty");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the address has more than " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the address has a control character in it");
        }
        Matcher parts = SCHEME.matcher(text);
        if (!parts.matches()) {
            return file(text);
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> file(path(text));
            case "rtsp", "rtsps", "http", "https" -> network(text, scheme, parts.group(2));
            default ->
                    throw new IllegalArgumentException(
                            "the address must be rtsp, rtsps, http, https or a file");
        };
    }

    private static CameraAddress file(String path) {
        return new CameraAddress(path, "file", "", "", "", "");
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

    private static CameraAddress network(String text, String scheme, String rest) {
        Matcher matcher = NETWORK.matcher(rest);
        boolean valid = matcher.matches() && rest.chars().noneMatch(c -> c == ' ');
        if (!valid || (matcher.group("port") != null && !isPort(matcher.group("port")))) {
            throw new IllegalArgumentException(
                    "the address is not scheme://host:port/path, user:password@ before the host"
                            + " if need be; / ? # and spaces in a password are written %2F %3F %23 %20");
        }
        return new CameraAddress(
                text,
                scheme,
                part(matcher, "user"),
                matcher.group("host"),
                part(matcher, "port"),
                part(matcher, "rest"));
    }

    private static boolean isPort(String colonAndDigits) {
        int port = Integer.parseInt(colonAndDigits.substring(1));
        return port > 0 && port < 65536;
    }

    private static String part(Matcher matcher, String group) {
        String part = matcher.group(group);
        return part == null ? "" : part;
    }

    /** Lower case; {@code file} for a plain path. */
    public String scheme() {
        return scheme;
    }

    /** Whether it is a file on this machine, not something on the network. */
    public boolean isFile() {
        return scheme.equals("file");
    }

    /** Whether the connection is encrypted from its first byte. */
    public boolean isTls() {
        return scheme.equals("rtsps") || scheme.equals("https");
    }

    /** Name or literal address, IPv6 without brackets; empty for files. */
    public String host() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** TCP port, the usual one of the scheme unless it is given. */
    public int port() {
        if (!port.isEmpty()) {
            return Integer.parseInt(port.substring(1));
        }
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            case "rtsps" -> 322;
            default -> 554;
        };
    }

    /** Host and port as HTTP names them. */
    public String hostHeader() {
        return host + port;
    }

    /** Path and query as HTTP asks for them. */
    public String target() {
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** The address as RTSP asks for it: with its port and without credentials. */
    public String requestUri() {
        return scheme + "://" + host + ":" + port() + rest;
    }

    /** User and password as they are given, percent-encoded; empty if there are none. */
    public String secretUserInfo() {
        return userInfo.isEmpty() ? "" : userInfo.substring(0, userInfo.length() - 1);
    }

    /** Whether requests for both can go over one connection. */
    public boolean isSameServer(CameraAddress other) {
        return scheme.equals(other.scheme)
                && host.equalsIgnoreCase(other.host)
                && port() == other.port();
    }

    /**
     * Whether the login of this address may be sent to another one: to this camera alone, and as
     * safely. Behind a router another port of the host may be another camera; only the step up to
     * TLS changes the port.
     */
    public boolean sharesLogin(CameraAddress to) {
        return isSameServer(to) || !isTls() && to.isTls() && host.equalsIgnoreCase(to.host);
    }

    /**
     * The address that a redirect from this one leads to, without this one's credentials.
     *
     * @throws IllegalArgumentException if it is none
     */
    public CameraAddress resolve(String location) {
        if (location.isBlank() || SCHEME.matcher(location).matches()) {
            return of(location);
        } else if (location.startsWith("//")) {
            return of(scheme + ":" + location);
        }
        String path = target().split("\\?", 2)[0];
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return of(
                scheme + "://" + host + port + (location.startsWith("/") ? "" : folder) + location);
    }

    /** The whole address, credentials included, as libav takes it. */
    public String secretText() {
        return isFile() ? "file:" + text : text;
    }

    /** {@link #secretText()} with the host's name replaced by one of its addresses. */
    public String secretTextAt(InetAddress resolved) {
        String literal = resolved.getHostAddress();
        String at = resolved instanceof Inet6Address ? "[" + literal + "]" : literal;
        return scheme + "://" + userInfo + at + port + rest;
    }

    /** The address with everything secret in it replaced by {@code ***}. */
    public String masked() {
        return Redaction.mask(text);
    }

    @Override
    public String toString() {
        return masked();
    }
}
