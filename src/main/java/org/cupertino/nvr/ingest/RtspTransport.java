package org.cupertino.nvr.ingest;

/** How an RTSP camera sends its pictures. */
public enum RtspTransport {
    /** Inside the RTSP connection: nothing is lost, passes firewalls. */
    TCP,
    /** As datagrams beside it: packets may get lost, and with them pictures. */
    UDP
}
