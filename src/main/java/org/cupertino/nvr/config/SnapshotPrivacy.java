package org.cupertino.nvr.config;

import java.util.Locale;

/** What of a picture is made unrecognisable before it leaves the processor. */
public enum SnapshotPrivacy {
    /** All of it. */
    COARSE,
    /** The boxes of people who were detected lately; whoever was missed stays clear. */
    PEOPLE,
    /** Nothing. */
    CLEAR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
