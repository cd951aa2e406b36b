package org.cupertino.nvr.routes;

/**
 * What is wrong with a route file.
 *
 * @param file its name, or empty if it is of no single file
 * @param line from 1, or 0 where unknown
 * @param reason one sentence, on one line
 */
public record RouteFault(String file, int line, String reason) {
    /** As compilers write it: {@code camera.yaml:12: unknown component foo}. */
    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line : file;
        return where.isEmpty() ? reason : where + ": " + reason;
    }

    /** As a sentence: {@code camera.yaml line 12: unknown component foo}. */
    String sentence() {
        String where = line > 0 ? file + " line " + line : file;
        return where.isEmpty() ? reason : where + ": " + reason;
    }
}
