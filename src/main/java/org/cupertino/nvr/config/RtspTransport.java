package org.cupertino.nvr.config;

import java.util.Locale;

/** How the packets of an RTSP camera travel. */
public enum RtspTransport {
    TCP,
    UDP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
