package org.cupertino.nvr.processor.camera;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.cupertino.nvr.secret.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the frames of one camera whose route failed and logs them at most once a minute. {@value
 * #IN_A_ROW} failures in a row are a problem. Thread-safe.
 */
final class FrameFailures {
    static final int IN_A_ROW = 5;

    private static final Logger LOG = LoggerFactory.getLogger(FrameFailures.class);
    private static final long LOG_EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final int LONGEST_WHY = 200;

    private final int sourceId;
    private final LongSupplier nanoTime;
    private long total;
    private long logged;
    private long loggedAt;
    private int inARow;
    private String problem;

    FrameFailures(int sourceId, LongSupplier nanoTime) {
        this.sourceId = sourceId;
        this.nanoTime = nanoTime;
    }

    /**
     * @return whether a problem begins with this one
     */
    synchronized boolean failed(Throwable cause) {
        total++;
        inARow++;
        String why = sentence(cause);
        if (logged == 0 || nanoTime.getAsLong() - loggedAt > LOG_EVERY) {
            LOG.atWarn()
                    .addKeyValue("event", "frames_failed")
                    .addKeyValue("source_id", sourceId)
                    .addKeyValue("frames", total - logged)
                    .log(
                            "Camera {} has frames not analysed, {} since the last report, the latest: {}",
                            sourceId,
                            total - logged,
                            why);
            LOG.debug("Camera {}: frame not analysed", sourceId, cause);
            logged = total;
            loggedAt = nanoTime.getAsLong();
        }
        if (inARow != IN_A_ROW) {
            return false;
        }
        problem = "The frames of camera %d cannot be analysed: %s".formatted(sourceId, why);
        return true;
    }

    /**
     * @return whether the problem ends with this one
     */
    synchronized boolean succeeded() {
        inARow = 0;
        boolean over = problem != null;
        problem = null;
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

    /** One sentence, or null while there is no problem. */
    synchronized String problem() {
        return problem;
    }

    /** The first line only, as messages of native libraries are pages long. */
    private static String sentence(Throwable cause) {
        String text = cause.getMessage() == null ? "" : cause.getMessage().strip();
        String line =
                text.isEmpty()
                        ? cause.getClass().getSimpleName()
                        : Redaction.mask(text.lines().findFirst().orElseThrow());
        return line.length() > LONGEST_WHY ? line.substring(0, LONGEST_WHY) + "..." : line;
    }
}
