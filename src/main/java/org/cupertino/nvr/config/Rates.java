package org.cupertino.nvr.config;

/** Which sampling rates may be asked for, in options and in commands. */
public final class Rates {
    /** Frames a second; about one frame a day. */
    public static final double LOWEST_FPS = 1e-5;

    private static final double HIGHEST_FPS = 1_000;

    /** What a rate must be, to be put behind "must be". */
    public static final String RULE = "from 0.00001 to 1000 frames a second";

    private Rates() {}

    public static boolean allowed(double framesPerSecond) {
        return framesPerSecond >= LOWEST_FPS && framesPerSecond <= HIGHEST_FPS;
    }
}
