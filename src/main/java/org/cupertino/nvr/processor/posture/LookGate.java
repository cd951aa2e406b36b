package org.cupertino.nvr.processor.posture;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Decides for each frame of a camera whether it is worth a second look. Thread-safe. */
final class LookGate {
    /** For so long after a person was seen it matters where that person is. */
    static final Duration MEMORY = Duration.ofMinutes(5);

    private static final int MOST_CAMERAS = 10_000;

    private final int every;
    private final LongSupplier nanoTime;
    private final Map<Integer, Memory> cameras =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Memory> eldest) {
                    return size() > MOST_CAMERAS;
                }
            };

    private static final class Memory {
        private int samples;
        private boolean seen;
        private long seenAt;
    }

    /**
     * @param every looks at each frame of this number whatever is seen; 1 or more
     */
    LookGate(int every, LongSupplier nanoTime) {
        this.every = every;
        this.nanoTime = nanoTime;
    }

    /**
     * @param someone whether the first look sees a person
     * @param upright whether it sees one who is upright
     * @param raised whether the camera's rate is, on suspicion or in an emergency
     */
    synchronized boolean opens(int sourceId, boolean someone, boolean upright, boolean raised) {
        if (someone) {
            saw(sourceId);
        }
        Memory memory = cameras.computeIfAbsent(sourceId, id -> new Memory());
        memory.samples = (memory.samples + 1) % every;
        boolean lately = memory.seen && nanoTime.getAsLong() - memory.seenAt <= MEMORY.toNanos();
        return raised || memory.samples == 0 || lately && !upright;
    }

    /** A person was seen. */
    synchronized void saw(int sourceId) {
        Memory memory = cameras.computeIfAbsent(sourceId, id -> new Memory());
        memory.seen = true;
        memory.seenAt = nanoTime.getAsLong();
    }
}
