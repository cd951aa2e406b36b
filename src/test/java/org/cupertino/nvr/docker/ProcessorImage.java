package org.cupertino.nvr.docker;

/** The image that docker/Dockerfile makes of the jar that was just packaged; built once. */
public final class ProcessorImage {
    static final String NAME = "cupertino-nvr:it";

    static {
        // Without BuildKit, which Debian has not; its own network may lack a way out.
        Shell.run(
                "docker", "build", "--network", "host", "-f", "docker/Dockerfile", "-t", NAME, ".");
    }

    private ProcessorImage() {}

    /** Builds it, the first time. */
    public static String name() {
        return NAME;
    }
}
