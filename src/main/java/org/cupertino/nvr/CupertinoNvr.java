package org.cupertino.nvr;

import java.nio.file.Path;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.cli.UncaughtFailures;

/** The program's entry point. */
public final class CupertinoNvr {
    private CupertinoNvr() {}

    public static void main(String[] args) {
        UncaughtFailures.install();
        System.exit(new Cli(new Launchers(), System.getenv(), Path.of("")).run(args));
    }
}
