package org.cupertino.nvr.site;

import org.cupertino.nvr.secret.Redaction;

/** Something in a YAML text is not as it must be. */
final class YamlFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * @param line from 1, or 0 where unknown
     */
    YamlFault(int line, String reason) {
        super(Redaction.maskLine(reason).replaceAll("\\s+", " ").strip());
        this.line = line;
    }

    int line() {
        return line;
    }
}
