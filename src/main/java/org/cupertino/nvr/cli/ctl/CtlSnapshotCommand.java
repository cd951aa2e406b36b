package org.cupertino.nvr.cli.ctl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "snapshot",
        description = {
            "Has pictures of analysed frames published at {prefix}/snapshots/{source_id}, as private"
                    + " as the processor's --snapshot-privacy says."
        },
        footer = {
            "  cupertino-nvr ctl snapshot --source 3 --to processor-hab-0-3",
            "  cupertino-nvr ctl snapshot --width 320 --lease 1m --to '*'"
        })
final class CtlSnapshotCommand extends CtlVerbs.CameraCommand {
    @Option(
            names = "--width",
            paramLabel = "PIXELS",
            description = "Width of the pictures, 64 to 1920. Default: 640")
    private Integer width;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "A picture of each analysed frame for so long: 30s, 5m. 0 ends that now, only"
                            + " for --width if it is there. Default: one picture, of the next frame")
    private Duration lease;

    CtlSnapshotCommand(Settings settings) {
        super("snapshot", settings);
    }

    @Override
    Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>(super.params());
        if (width != null) {
            params.put("width", width);
        }
        if (lease != null) {
            params.put("lease_s", LeaseOption.seconds(lease));
        }
        return params;
    }
}
