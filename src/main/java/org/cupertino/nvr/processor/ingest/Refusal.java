package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.cupertino.nvr.processor.ingest.StreamException.Kind;

/** Why a camera that was reached, or was not, gives no video, and what to do about that. */
final class Refusal {
    static final String NOT_ENCRYPTED = "no encrypted connection; is its certificate trusted?";

    private Refusal() {}

    /**
     * An answer that is no video.
     *
     * @param status of HTTP or RTSP
     * @param login whether the address has one
     * @param challenges values of WWW-Authenticate
     */
    static StreamException status(int status, boolean login, List<String> challenges) {
        if (status == 401 && !login) {
            return refused("the camera wants a login (401): put user:password@ into its address");
        } else if (status == 401 && !challenges.isEmpty() && !HttpLogin.understands(challenges)) {
            return refused(
                    "the camera wants a kind of login that is not known here (401): set it to"
                            + " digest or basic");
        } else if (status == 401) {
            return refused(
                    "the camera refuses the login (401): correct user and password in its address");
        } else if (status == 403) {
            return refused("the camera refuses access (403): give the user the right to watch");
        }
        return new StreamException(
                switch (status) {
                    case 400 ->
                            "the camera does not understand the request (400): is the address"
                                    + " complete?";
                    case 404 ->
                            "no such stream on the camera (404): correct the path in its"
                                    + " address";
                    case 453, 503 -> "the camera is busy (" + status + "): close other viewers";
                    case 461 -> "the camera refuses the transport (461): change --rtsp-transport";
                    default ->
                            status < 400
                                    ? "the camera answers without video (" + status + ")"
                                    : status < 500
                                            ? "the camera refuses the request (" + status + ")"
                                            : "the camera has an internal error ("
                                                    + status
                                                    + "): restart it if that lasts";
                });
    }

    private static StreamException refused(String reason) {
        return new StreamException(Kind.LOGIN_REFUSED, reason);
    }

    /** What came in place of an answer of RTSP. */
    static StreamException notRtsp(String start) {
        return new StreamException(
                start.startsWith("HTTP/") || start.startsWith("<")
                        ? "a web server answers: correct the port, usually 554 for RTSP"
                        : "the answer is not RTSP: correct the port, usually 554");
    }

    /** A connection that failed or broke. */
    static StreamException connection(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof SSLException && text.contains("unrecognized")) {
            return new StreamException(
                    "the port speaks no TLS: correct it, or write rtsp or http without the s");
        } else if (e instanceof SSLException) {
            return new StreamException(NOT_ENCRYPTED);
        } else if (e instanceof ProtocolException) {
            return notRtsp("");
        } else if (e instanceof SocketTimeoutException) {
            return new StreamException("no answer");
        } else if (e instanceof NoRouteToHostException || e instanceof PortUnreachableException) {
            return new StreamException("host unreachable");
        } else if (e instanceof ConnectException && text.contains("refused")) {
            return new StreamException("connection refused");
        } else if (e instanceof ConnectException) {
            return new StreamException(
                    text.contains("timed out") ? "no answer" : "network unreachable");
        }
        return new StreamException("the camera closed the connection");
    }
}
