package org.cupertino.nvr.config;

import picocli.CommandLine.Option;

/** How a processor publishes, and the broker inside it. */
public final class PublishOptions {
    @Option(
            names = "--detections-qos",
            paramLabel = "0|1|2",
            defaultValue = "0",
            description = {"MQTT quality of service of detections.", "Default: ${DEFAULT-VALUE}"})
    private int detectionsQos;

    @Option(
            names = "--outbox-size",
            paramLabel = "MESSAGES",
            defaultValue = "1000",
            description = {
                "Messages kept while the broker is away, the oldest detections are dropped first.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int outboxSize;

    @Option(
            names = "--embedded-broker",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Run an MQTT broker inside this processor, and use it. It is for trying: it has no"
                        + " users, and each program on this machine may send commands.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean embeddedBroker;

    @Option(
            names = "--embedded-broker-port",
            paramLabel = "PORT",
            defaultValue = "1883",
            description = {"TCP port of --embedded-broker.", "Default: ${DEFAULT-VALUE}"})
    private int embeddedBrokerPort;

    void resolve(OptionSources from) {
        from.require(
                detectionsQos >= 0 && detectionsQos <= 2,
                "--detections-qos",
                detectionsQos,
                "0, 1 or 2");
        from.require(
                outboxSize >= 1 && outboxSize <= 1_000_000,
                "--outbox-size",
                outboxSize,
                "1 to 1000000 messages");
        from.require(
                embeddedBrokerPort >= 1 && embeddedBrokerPort <= 65535,
                "--embedded-broker-port",
                embeddedBrokerPort,
                "1 to 65535");
    }

    void embed(int port) {
        embeddedBroker = true;
        embeddedBrokerPort = port;
    }

    /** 0, 1 or 2. */
    public int detectionsQos() {
        return detectionsQos;
    }

    /** Messages, 1 or more. */
    public int outboxSize() {
        return outboxSize;
    }

    public boolean embeddedBroker() {
        return embeddedBroker;
    }

    /** 1 to 65535. */
    public int embeddedBrokerPort() {
        return embeddedBrokerPort;
    }
}
