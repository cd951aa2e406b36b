package org.cupertino.nvr.cli.ctl;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.console.Watch;
import org.cupertino.nvr.fleet.console.WatchFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = {
            "Prints detections, changes of status and acks as they come, until interrupted.",
        },
        footer = {
            "  cupertino-nvr ctl watch",
            "  cupertino-nvr ctl watch --source 3 --instance emergency-hab-3"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Interrupted, or the time is over",
            "1:The broker was not reached at all",
            "2:Wrong usage or configuration"
        })
final class CtlWatchCommand extends BrokerCommand {
    private static final long LOOK_EVERY_MS = 200;

    @Option(
            names = "--source",
            paramLabel = "N",
            description =
                    "Show this camera only; answers to commands name none and are all shown."
                            + " Default: all")
    private Integer source;

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Show messages of this processor only. Default: all")
    private String instance;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Stop after this time: 10s, 1m. Default: run until interrupted")
    private Duration duration;

    CtlWatchCommand(Settings settings) {
        super(settings);
    }

    @Override
    int run() throws Exception {
        PrintWriter out = spec().commandLine().getOut();
        try (Watch watch =
                new Watch(
                        broker(),
                        topicPrefix(),
                        new WatchFilter(source, instance),
                        line -> printStates(line + System.lineSeparator()))) {
            // An interrupt is how this ends, so it is no failure.
            Thread interrupted = new Thread(() -> Runtime.getRuntime().halt(0), "watch-end");
            Runtime.getRuntime().addShutdownHook(interrupted);
            try {
                return follow(watch, out);
            } finally {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            }
        }
    }

    private int follow(Watch watch, PrintWriter out) throws InterruptedException {
        long start = System.nanoTime();
        boolean away = false;
        // Who reads the output may be gone, as in: watch | head. Only the stream below knows.
        while (!out.checkError() && !System.out.checkError() && !isOver(start, duration)) {
            if (!watch.wasReady() && isOver(start, atMost())) {
                break;
            }
            if (watch.wasReady() && watch.isReady() == away) {
                away = !away;
                complain(away ? "The broker is away, waiting for it" : "The broker is back");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        if (!watch.wasReady()) {
            complain(
                    "Cannot read from the broker at %s: %s"
                            .formatted(
                                    broker(),
                                    watch.problem()
                                            .orElse("it does not answer, or does not allow it")));
            return 1;
        }
        return 0;
    }

    private static boolean isOver(long start, Duration time) {
        return time != null && System.nanoTime() - start >= time.toNanos();
    }
}
