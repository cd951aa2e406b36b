package org.cupertino.nvr.processor.ingest;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.secret.Redaction;

/**
 * Address of a camera or a video file, as libav wants it.
 *
 * <p>{@code rtsp}, {@code rtsps}, {@code http} and {@code https} addresses, {@code file:} addresses
 * and plain paths. {@link #toString()} is {@link #masked()}.
 */
public final class CameraUri {
    private final CameraAddress address;

    private CameraUri(CameraAddress address) {
        this.address = address;
    }

    /**
     * @throws IllegalArgumentException if it is none; the message never quotes it
     */
    public static CameraUri of(String text) {
        return new CameraUri(CameraAddress.of(text));
    }

    /** Lower case; {@code file} for a plain path. */
    public String scheme() {
        return address.scheme();
    }

    /** Whether it is a file on this machine, not something on the network. */
    public boolean isFile() {
        return address.isFile();
    }

    /** The address with everything secret in it replaced by {@code ***}. */
    public String masked() {
        return address.toString();
    }

    /** As {@link Redaction#mask}. */
    public static String redact(String text) {
        return Redaction.mask(text);
    }

    /** Whether the connection is encrypted from its first byte. */
    boolean isTls() {
        return scheme().equals("rtsps") || scheme().equals("https");
    }

    /** Name or literal address, IPv6 without brackets; not for files. */
    String host() {
        String host = address.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Host and port as in the address. */
    String authority() {
        return address.host() + address.port();
    }

    /** The whole address, credentials included, for libav only. */
    String secretText() {
        return isFile() ? "file:" + address.text() : address.text();
    }

    /** {@link #secretText()} with the host's name replaced by one of its addresses. */
    String secretTextAt(InetAddress resolved) {
        String literal = resolved.getHostAddress();
        String host = resolved instanceof Inet6Address ? "[" + literal + "]" : literal;
        return scheme() + "://" + address.userInfo() + host + address.port() + address.rest();
    }

    @Override
    public String toString() {
        return masked();
    }
}
