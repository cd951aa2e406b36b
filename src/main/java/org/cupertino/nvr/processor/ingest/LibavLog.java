package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.cupertino.nvr.secret.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Libav's own log lines, under this class's logger. What is fatal to libav is a warning, all else
 * DEBUG, as states, reasons and counters report everything that matters to an operator.
 *
 * <p>Redacted, and at most 20 lines in 10 s: a broken stream gives hundreds of thousands. Whether
 * DEBUG is on is looked at once, at the first stream, so that silence costs no call from native
 * code. Above INFO libav would print addresses with their passwords, so it never goes there.
 */
final class LibavLog {
    private static final Logger LOG = LoggerFactory.getLogger(LibavLog.class);
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
    private static final int LINES_PER_WINDOW = 20;

    /** Never collected: libav keeps a bare pointer to it. */
    private static final LogCallback CALLBACK =
            new LogCallback() {
                private final LibavLog log = new LibavLog(LOG);

                @Override
                public void call(int level, BytePointer line) {
                    try {
                        log.line(level, line.getString(), System.nanoTime());
                    } catch (Throwable t) {
                        // Nothing may be thrown into native code, and logging it may fail the same
                        // way.
                        return;
                    }
                }
            };

    static {
        av_log_set_level(LOG.isDebugEnabled() ? AV_LOG_INFO : AV_LOG_FATAL);
        setLogCallback(CALLBACK);
    }

    private final Logger target;
    private long windowStart = System.nanoTime();
    private int lines;
    private int suppressed;

    LibavLog(Logger target) {
        this.target = target;
    }

    /** Once a process, however often it is called. */
    static void install() {
        // Loading the class did it.
    }

    synchronized void line(int level, String text, long now) {
        String line = Redaction.mask(text.strip());
        if (line.isEmpty()) {
            return;
        }
        if (now - windowStart > WINDOW) {
            if (suppressed > 0) {
                target.debug("{} more lines of libav were left out", suppressed);
            }
            windowStart = now;
            lines = 0;
            suppressed = 0;
        }
        if (lines++ < LINES_PER_WINDOW) {
            target.atLevel(level <= AV_LOG_FATAL ? Level.WARN : Level.DEBUG).log("{}", line);
        } else {
            suppressed++;
        }
    }
}
