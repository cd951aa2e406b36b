package org.cupertino.nvr.routes;

/** Keeps messages back while the route that consumes them is replaced. */
public interface Holdable {
    /** Messages wait from now on. */
    void hold();

    /** Hands out what waited, to the route there is now. */
    void release();
}
