package org.cupertino.nvr.config;

import java.util.Locale;

/** How an RTSP camera sends its pictures. */
public enum RtspTransport {
    /** Inside the RTSP connection: nothing is lost, passes firewalls. */
    TCP,
    /** As datagrams beside it: packets may get lost, and with them pictures. */
    UDP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
