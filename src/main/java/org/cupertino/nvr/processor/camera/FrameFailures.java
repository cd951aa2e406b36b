package org.cupertino.nvr.processor.camera;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.cupertino.nvr.processor.ingest.CameraUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one camera whose route failed: counted, told in the log at most once a minute, and
 * called trouble when there are {@value #TROUBLE} in a row. Thread-safe.
 */
final class FrameFailures {
    static final int TROUBLE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(FrameFailures.class);
    private static final long LOG_EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final int LONGEST_WHY = 200;

    private final int sourceId;
    private final LongSupplier nanoTime;
    private long total;
    private long told;
    private long toldAt;
    private int inARow;
    private String trouble;

    FrameFailures(int sourceId, LongSupplier nanoTime) {
        this.sourceId = sourceId;
        this.nanoTime = nanoTime;
    }

    /**
     * @return whether trouble begins with this one
     */
    synchronized boolean failed(Throwable cause) {
        total++;
        inARow++;
        String why = sentence(cause);
        if (told == 0 || nanoTime.getAsLong() - toldAt > LOG_EVERY) {
            LOG.atWarn()
                    .addKeyValue("event", "frames_failed")
                    .addKeyValue("source_id", sourceId)
                    .addKeyValue("frames", total - told)
                    .log(
                            "Camera {} has frames not analysed, {} since last told, the latest: {}",
                            sourceId,
                            total - told,
                            why);
            LOG.debug("Camera {}: frame not analysed", sourceId, cause);
            told = total;
            toldAt = nanoTime.getAsLong();
        }
        if (inARow != TROUBLE) {
            return false;
        }
        trouble = "The frames of camera %d cannot be analysed: %s".formatted(sourceId, why);
        return true;
    }

    /**
     * @return whether trouble ends with this one
     */
    synchronized boolean succeeded() {
        inARow = 0;
        boolean over = trouble != null;
        trouble = null;
        if (over) {
            LOG.atInfo()
                    .addKeyValue("event", "frames_analysed_again")
                    .addKeyValue("source_id", sourceId)
                    .log("Camera {}: frames are analysed again", sourceId);
        }
        return over;
    }

    synchronized long total() {
        return total;
    }

    /** One sentence, or null when the last frames were not all lost. */
    synchronized String trouble() {
        return trouble;
    }

    /** The first line, for those of native libraries go on for pages. */
    private static String sentence(Throwable cause) {
        String text = cause.getMessage() == null ? "" : cause.getMessage().strip();
        String line =
                text.isEmpty()
                        ? cause.getClass().getSimpleName()
                        : CameraUri.redact(text.lines().findFirst().orElseThrow());
        return line.length() > LONGEST_WHY ? line.substring(0, LONGEST_WHY) + "..." : line;
    }
}
