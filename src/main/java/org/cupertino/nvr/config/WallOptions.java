package org.cupertino.nvr.config;

import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Every option of a wall. */
public final class WallOptions extends ProgramOptions {
    @Option(
            names = "--wall-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = {
                "Address of this machine to serve the page on, one of the machine itself: whoever"
                        + " reaches it sees all cameras.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String wallHost;

    @Option(
            names = "--wall-port",
            paramLabel = "PORT",
            defaultValue = "8088",
            description = {"TCP port of the page; 0 is any free one.", "Default: ${DEFAULT-VALUE}"})
    private int wallPort;

    /**
     * Options without a command line.
     *
     * @param lookup value by property key such as {@code nvr.wall-port}, or null where there is
     *     none
     * @throws ConfigException if a value is wrong
     */
    public static WallOptions from(Function<String, String> lookup) {
        return from(new WallOptions(), lookup);
    }

    @Override
    void resolve(OptionSources from, Settings settings) {
        from.require(
                wallHost.matches("127(\\.\\d{1,3}){3}|::1|localhost"),
                "--wall-host",
                wallHost,
                "127.0.0.1, ::1 or localhost: whoever reaches it sees all cameras");
        from.require(
                wallPort >= 0 && wallPort <= 65535,
                "--wall-port",
                wallPort,
                "1 to 65535, or 0 for any free one");
    }

    @Override
    public Map<String, String> asProperties() {
        return Map.of("nvr.topic-prefix", mqtt().topicPrefix());
    }

    /** Address or name of this machine. */
    public String wallHost() {
        return wallHost;
    }

    /** 0 to 65535, where 0 means any free one. */
    public int wallPort() {
        return wallPort;
    }
}
