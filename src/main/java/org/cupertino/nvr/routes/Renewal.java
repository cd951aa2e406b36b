package org.cupertino.nvr.routes;

/** Replaces the routes that were made from a template which has changed. */
public interface Renewal {
    void renew() throws Exception;
}
