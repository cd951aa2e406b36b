package org.cupertino.nvr.config;

import java.util.Locale;

/** Where processors that are started on demand run. */
public enum SpawnKind {
    /** Beside this process, as its children. */
    PROCESS,
    /** In containers of the Docker engine. */
    DOCKER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
