package org.cupertino.nvr.fleet.rule;

import java.time.Duration;
import java.time.Instant;

/** The capture times of one processor's frames of one camera. Not thread-safe. */
final class Stamps {
    /** MQTT keeps the order of a publisher: what is older than this comes from a clock set back. */
    private static final Duration LATEST = Duration.ofSeconds(10);

    private Instant last;

    /** What a capture time is to those before. */
    enum Kind {
        /** A frame after the last one. */
        NEXT,
        /** A repeat, or one that comes late: of no use. */
        OLD,
        /** The clock was set back: times from before mean nothing now. Also the first frame. */
        RESTART
    }

    Kind next(Instant at) {
        Kind kind =
                last == null || at.isBefore(last.minus(LATEST))
                        ? Kind.RESTART
                        : at.isAfter(last) ? Kind.NEXT : Kind.OLD;
        if (kind != Kind.OLD) {
            last = at;
        }
        return kind;
    }

    /** The newest capture time, null before the first. */
    Instant last() {
        return last;
    }
}
