package org.cupertino.nvr.config;

import java.util.Locale;

/** What happens at the end of a file that stands in for a camera. */
public enum FilePlayback {
    ONCE,
    LOOP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
