package org.cupertino.nvr.processor.ingest;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Learns from the packets of a stream how often pictures and key frames come, and says whether key
 * frames alone are enough. Times and intervals are nanoseconds of {@link System#nanoTime()}.
 */
final class StreamRhythm {
    private static final long ASSUMED_FRAME_INTERVAL = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long ASSUMED_KEY_INTERVAL = TimeUnit.SECONDS.toNanos(2);
    private static final long SHORTEST_CLAMP = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SMOOTHING = 16;
    private static final int BARREN_LIMIT = 3;

    // Two thresholds, lest a camera at the border changes to and fro.
    private static final double ENTER = 0.97;
    private static final double LEAVE = 0.9;

    private final long[] keyIntervals = new long[3];
    private int keys;
    private long packets;
    private long lastPacket;
    private long lastKey;
    private double frameInterval = ASSUMED_FRAME_INTERVAL;
    private int barren;
    private boolean withoutKeys;
    private boolean keysOnly = true;

    /** A packet of video has come. */
    void packet(boolean key, long now) {
        if (packets == 0) {
            lastKey = now;
        } else {
            learnFrameInterval(now - lastPacket);
        }
        packets++;
        lastPacket = now;
        if (key) {
            if (keys > 0) {
                keyIntervals[(keys - 1) % keyIntervals.length] = now - lastKey;
            }
            keys++;
            lastKey = now;
        }
    }

    /** One late packet must not pass for a slow stream, nor a burst for a fast one. */
    private void learnFrameInterval(long delta) {
        long weight = Math.min(packets, SMOOTHING);
        double clamp = Math.max(4 * frameInterval, SHORTEST_CLAMP);
        double counted = packets == 1 ? delta : Math.min(delta, clamp);
        frameInterval += (counted - frameInterval) / weight;
    }

    /** A key frame was decoded alone: without damage, but did a picture come out? */
    void decodedKey(boolean picture) {
        barren = picture ? 0 : barren + 1;
        withoutKeys |= barren >= BARREN_LIMIT;
    }

    /** No key frames come, or no picture comes out from one on. */
    void keysInVain() {
        withoutKeys = true;
    }

    /** Whether decoding nothing but key frames gives frames that often. */
    boolean keysSuffice(long interval) {
        double needed = Math.max(keyInterval(), sinceKey()) * (keysOnly ? LEAVE : ENTER);
        keysOnly = !withoutKeys && interval >= needed;
        return keysOnly;
    }

    /** For the rest of the connection: key frames are no place to start, as with intra refresh. */
    boolean withoutKeys() {
        return withoutKeys;
    }

    /** Whether no packet was seen yet. */
    boolean isNew() {
        return packets == 0;
    }

    /** Whether each picture stands alone, as in Motion JPEG. */
    boolean onlyKeys() {
        return known() && keys == packets;
    }

    /** Whether two packets at least were seen. */
    boolean known() {
        return packets > 1;
    }

    long frameInterval() {
        return (long) frameInterval;
    }

    /** Median of the last three; 2 s until known. */
    long keyInterval() {
        int known = Math.min(keys - 1, keyIntervals.length);
        if (known < 1) {
            return ASSUMED_KEY_INTERVAL;
        }
        long[] sorted = Arrays.copyOf(keyIntervals, known);
        Arrays.sort(sorted);
        return sorted[known / 2];
    }

    /** From the last key frame, or the first packet, to the last packet. */
    long sinceKey() {
        return packets == 0 ? 0 : lastPacket - lastKey;
    }
}
