package org.cupertino.nvr.config;

import java.util.Locale;

/** What happens at the end of a video file. Files are played in real time either way. */
public enum FilePlayback {
    /** The stream fails with the reason "end of file" and is not opened again. */
    ONCE,
    /** It starts again from the beginning, without a gap. */
    LOOP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
