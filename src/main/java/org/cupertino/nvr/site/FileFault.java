package org.cupertino.nvr.site;

/**
 * What is wrong with a file of cameras.
 *
 * @param line from 1, or 0 where unknown
 * @param reason one sentence, on one line, without secrets
 */
public record FileFault(String file, int line, String reason) {
    /** As compilers write it: {@code cameras.yaml:12: unknown key nam}. */
    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": " + reason;
    }

    /** As a sentence: {@code cameras.yaml line 12: unknown key nam}. */
    public String sentence() {
        return (line > 0 ? file + " line " + line : file) + ": " + reason;
    }
}
