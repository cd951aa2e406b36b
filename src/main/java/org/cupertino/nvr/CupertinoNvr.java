package org.cupertino.nvr;

import java.nio.file.Path;
import org.cupertino.nvr.cli.Cli;

/** The program's entry point. */
public final class CupertinoNvr {
    private CupertinoNvr() {}

    public static void main(String[] args) {
        System.exit(new Cli(new Launchers(), System.getenv(), Path.of("")).run(args));
    }
}
