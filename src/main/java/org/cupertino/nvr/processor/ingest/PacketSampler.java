package org.cupertino.nvr.processor.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.processor.ingest.DecodePolicy.Moment;
import org.cupertino.nvr.processor.ingest.DecodePolicy.Step;
import org.cupertino.nvr.processor.ingest.PacketDecoder.Result;

/**
 * Decodes as few packets of one connection as the rate asks for. Nothing is decoded without what it
 * refers to, and nothing is left out on a guess about the packets to come: those since the last key
 * frame are kept until the next one. For one thread.
 *
 * @param <P> a packet
 */
final class PacketSampler<P> {
    /** Some seconds of a large picture; a hundred cameras keep ten times less at usual rates. */
    static final int MOST_BYTES = 4 << 20;

    /** Some seconds of a small picture; decoding them takes a second or so. */
    static final int MOST_PACKETS = 256;

    /** A decoder reorders no more pictures than this. */
    private static final int LONGEST_DELAY = 34;

    private static final long KEY_PATIENCE = TimeUnit.SECONDS.toNanos(320);
    private static final long VAIN_PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final int VAIN_KEYS = 5;

    /** Slower rates usually need key frames alone. */
    private static final long REMARKABLE = TimeUnit.SECONDS.toNanos(4);

    private final StreamRhythm rhythm;
    private final boolean keysOnly;
    private final DecodePolicy keyFrames;
    private final DecodePolicy sequence = new SequencePolicy();
    private final Deque<P> kept = new ArrayDeque<>();
    private PacketDecoder<P> decoder;
    private int bytes;
    private boolean whole;
    private boolean started;
    private int sentInVain;
    private long damaged;
    private long now;
    private long vainSince;
    private int vainKeys;

    /**
     * @param keysOnly whether to hold to key frames although they come too seldom
     */
    PacketSampler(StreamRhythm rhythm, boolean keysOnly) {
        this.rhythm = rhythm;
        this.keysOnly = keysOnly;
        keyFrames = new KeyFramesPolicy(keysOnly);
    }

    /** Uses that decoder from now on, and nothing that came before. */
    void decoder(PacketDecoder<P> next) {
        forget();
        decoder = next;
    }

    /**
     * Takes the next packet.
     *
     * @param due whether a frame is due
     * @param overdue nanoseconds for which it has been
     * @param interval nanoseconds between two due frames
     * @return whether the decoder has the picture that was due
     */
    boolean packet(P packet, boolean key, boolean due, long overdue, long interval, long now) {
        this.now = now;
        if (rhythm.sinceKey() > KEY_PATIENCE) {
            rhythm.keysInVain();
        }
        boolean anywhere = rhythm.withoutKeys();
        if (decoder.isDamaged(packet)) {
            cameOut(false);
            vainKeys += key ? 1 : 0;
            corrupt();
            return false;
        } else if (!whole && !key && !anywhere) {
            return false;
        }
        Moment moment =
                new Moment(key, due, overdue, interval, rhythm.sinceKey(), rhythm.keyInterval());
        DecodePolicy policy = keysOnly || rhythm.keysSuffice(interval) ? keyFrames : sequence;
        Step step = anywhere ? Step.DECODE_KEPT : policy.next(moment);
        keep(packet, key && !anywhere);
        boolean many = policy == sequence && kept.size() > MOST_PACKETS;
        if (step != Step.DECODE_KEPT && (bytes > MOST_BYTES || many)) {
            step = policy.full(moment);
        }
        return switch (step) {
            case DECODE_ALONE -> alone(packet);
            case DECODE_KEPT -> decodeKept() && due;
            case FORGET -> {
                forget();
                yield false;
            }
            default -> false;
        };
    }

    /** Why the stream costs more than others at such a rate; null if it does not. */
    String remark(long interval) {
        if (interval < REMARKABLE || keysOnly) {
            return null;
        } else if (rhythm.withoutKeys()) {
            return "no picture stands alone in the stream, so all are decoded";
        } else if (rhythm.keysSuffice(interval) || rhythm.onlyKeys()) {
            return null;
        }
        return "key frames come every %d s, so all pictures are decoded"
                .formatted(TimeUnit.NANOSECONDS.toSeconds(rhythm.keyInterval()));
    }

    /** Whether it has to wait for a key frame, and has for some seconds. */
    boolean isWaitingForKey() {
        return !whole && rhythm.sinceKey() > REMARKABLE;
    }

    /** Packets and pictures that were damaged. */
    long damaged() {
        return damaged;
    }

    /** Whether it has decoded for long, and nothing came out. */
    boolean isInVain() {
        return vainSince != 0
                && now - vainSince > VAIN_PATIENCE
                && (vainKeys >= VAIN_KEYS || rhythm.withoutKeys());
    }

    private void keep(P packet, boolean begins) {
        if (begins) {
            vainKeys += vainSince != 0 ? 1 : 0;
            // What was kept is not decoded any more, so that the decoder cannot just go on.
            started &= kept.isEmpty();
            clear();
        }
        whole = true;
        kept.add(decoder.keep(packet));
        bytes += decoder.size(packet);
    }

    private boolean alone(P key) {
        Result result = decoder.keyFrame(key);
        started = false;
        cameOut(result == Result.PICTURE);
        if (result == Result.CORRUPT) {
            corrupt();
        } else {
            rhythm.decodedKey(result == Result.PICTURE);
        }
        return result == Result.PICTURE;
    }

    private void cameOut(boolean picture) {
        if (picture) {
            vainSince = 0;
            vainKeys = 0;
        } else if (vainSince == 0) {
            vainSince = now;
        }
    }

    /** Returns whether a picture came out. */
    private boolean decodeKept() {
        if (!started) {
            decoder.restart();
            started = true;
            sentInVain = 0;
        }
        boolean picture = false;
        while (!kept.isEmpty() && whole) {
            P next = kept.poll();
            if (!decoder.send(next)) {
                corrupt();
            }
            decoder.free(next);
            sentInVain++;
            picture |= receiveAll();
        }
        bytes = 0;
        cameOut(picture);
        if (sentInVain > LONGEST_DELAY) {
            // A start that no picture follows on is none, as with intra refresh.
            rhythm.keysInVain();
        }
        return picture;
    }

    private boolean receiveAll() {
        boolean picture = false;
        Result result = decoder.receive();
        while (result != Result.NOTHING) {
            if (result == Result.PICTURE) {
                picture = true;
                sentInVain = 0;
            } else {
                corrupt();
            }
            result = decoder.receive();
        }
        return picture;
    }

    /** What refers to a damaged picture is damaged too, though the decoder may not say so. */
    private void corrupt() {
        damaged++;
        if (!rhythm.withoutKeys()) {
            forget();
        }
    }

    /** At the end of a file, until it is false: whether the decoder had one more picture. */
    boolean drain() {
        if (started && whole) {
            decodeKept();
            decoder.send(null);
        }
        clear();
        whole = false;
        return started && decoder.receive() == Result.PICTURE;
    }

    /** Keeps nothing, and takes nothing until the next key frame. */
    void forget() {
        clear();
        whole = false;
        started = false;
    }

    private void clear() {
        kept.forEach(packet -> decoder.free(packet));
        kept.clear();
        bytes = 0;
    }
}
