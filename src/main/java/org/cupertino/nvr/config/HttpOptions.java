package org.cupertino.nvr.config;

import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where health and metrics are served over HTTP. */
public final class HttpOptions {
    @Option(
            names = "--http-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = {
                "Address to serve health and metrics on; 0.0.0.0 is every one of this machine. There"
                        + " is no password and no encryption.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String httpHost;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = {
                "TCP port of /observe/metrics, /observe/health/live and /observe/health/ready; 0 turns"
                        + " them off. Default: the first free one from 9876 on, which is logged"
            })
    private Integer httpPort;

    void resolve(OptionSources from) {
        from.require(
                httpHost.matches("[A-Za-z0-9.:_-]+"),
                "--http-host",
                httpHost,
                "an address or name of this machine, the port in --http-port instead");
        from.require(
                httpPort == null || httpPort >= 0 && httpPort <= 65535,
                "--http-port",
                httpPort,
                "1 to 65535, or 0 for none");
    }

    void serveNothing() {
        httpPort = 0;
    }

    /** Address or name of this machine. */
    public String httpHost() {
        return httpHost;
    }

    /** 0 to 65535, where 0 means that nothing is served; empty means any free one. */
    public OptionalInt httpPort() {
        return httpPort == null ? OptionalInt.empty() : OptionalInt.of(httpPort);
    }
}
