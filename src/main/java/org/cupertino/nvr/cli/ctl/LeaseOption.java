package org.cupertino.nvr.cli.ctl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cupertino.nvr.config.Durations;
import picocli.CommandLine.Option;

/** How long the effect of a command lasts. */
final class LeaseOption {
    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Undo the command after this time unless it is sent again: 30s, 5m. 0 undoes it"
                            + " now. Default: never")
    private Duration lease;

    boolean isEnd() {
        return lease != null && lease.isZero();
    }

    /** The parameters of a command, which may be changed, with the lease if there is one. */
    Map<String, Object> with(Map<String, Object> params) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        if (lease != null) {
            all.put("lease_s", seconds(lease));
        }
        return all;
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
