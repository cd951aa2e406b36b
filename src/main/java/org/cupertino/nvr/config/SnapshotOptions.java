package org.cupertino.nvr.config;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether a processor publishes pictures, and what they show. No command changes any of it. */
public final class SnapshotOptions {
    private static final double SMALLEST_BLOCK_PERCENT = 2;
    private static final double LARGEST_BLOCK_PERCENT = 50;

    /** When pictures are published. */
    enum When {
        ASKED,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--snapshots",
            paramLabel = "WHEN",
            defaultValue = "asked",
            description = {
                "Publish pictures of analysed frames when a command asks for them (asked), or never.",
                "Default: ${DEFAULT-VALUE}"
            })
    private When snapshots;

    @Option(
            names = "--snapshot-privacy",
            paramLabel = "WHAT",
            defaultValue = "coarse",
            description = {
                "Show blocks in place of the whole picture (coarse), of the people who were detected"
                        + " lately (people: whoever was missed stays clear), or of nothing (clear).",
                "Default: ${DEFAULT-VALUE}"
            })
    private SnapshotPrivacy snapshotPrivacy;

    @Option(
            names = "--snapshot-block-percent",
            paramLabel = "PERCENT",
            defaultValue = "5.0",
            description = {
                "Size of such a block in percent of the height of the picture, 2 to 50.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double snapshotBlockPercent;

    void resolve(OptionSources from) {
        from.require(
                snapshotBlockPercent >= SMALLEST_BLOCK_PERCENT
                        && snapshotBlockPercent <= LARGEST_BLOCK_PERCENT,
                "--snapshot-block-percent",
                snapshotBlockPercent,
                "2 to 50");
    }

    /** Whether a command may ask for pictures. */
    public boolean mayBeAsked() {
        return snapshots == When.ASKED;
    }

    public SnapshotPrivacy privacy() {
        return snapshotPrivacy;
    }

    /** Of the height of a picture, 2 to 50. */
    public double blockPercent() {
        return snapshotBlockPercent;
    }
}
