package org.cupertino.nvr.config;

import java.util.Locale;

/** Arithmetic of the network. */
public enum Precision {
    AUTO,
    FP32,
    BF16;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
