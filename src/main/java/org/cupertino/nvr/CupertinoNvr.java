package org.cupertino.nvr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.cupertino.nvr.cli.Cli;
import org.cupertino.nvr.cli.Launcher;
import org.cupertino.nvr.config.ProcessorOptions;

/** The program's entry point. */
public final class CupertinoNvr {
    private CupertinoNvr() {}

    public static void main(String[] args) {
        System.exit(new Cli(new NotWired(), System.getenv(), Path.of("")).run(args));
    }

    /** Stands where the Camel application goes. */
    private static final class NotWired implements Launcher {
        @Override
        public int run(ProcessorOptions options) {
            throw new UnsupportedOperationException("The processor is not part of this build");
        }

        @Override
        public int demo(ProcessorOptions options, Optional<Duration> duration) {
            throw new UnsupportedOperationException("The demo is not part of this build");
        }
    }
}
