package org.cupertino.nvr.processor.ingest;

import java.util.ArrayDeque;
import java.util.Deque;

/** Stands for libav: a picture needs all pictures of its group before it. */
final class ModelDecoder implements PacketDecoder<ModelDecoder.Packet> {
    /** The n-th of its group; the first is a key frame. */
    record Packet(int group, int n, long at, boolean broken) {
        boolean isKey() {
            return n == 0;
        }
    }

    /** Packets after which the picture of one comes out. */
    private final int delay;

    private final Deque<Packet> out = new ArrayDeque<>();
    private Packet last;
    private boolean draining;
    Packet picture;
    int decoded;
    int withoutReference;
    int kept;
    int mostKept;

    ModelDecoder(int delay) {
        this.delay = delay;
    }

    @Override
    public Result keyFrame(Packet packet) {
        decoded++;
        restart();
        picture = packet;
        return Result.PICTURE;
    }

    @Override
    public void restart() {
        last = null;
        out.clear();
        draining = false;
    }

    @Override
    public boolean send(Packet packet) {
        if (packet == null) {
            draining = true;
            return true;
        }
        decoded++;
        boolean follows =
                last != null && last.group() == packet.group() && last.n() + 1 == packet.n();
        if (!packet.isKey() && !follows) {
            withoutReference++;
        }
        last = packet;
        out.add(packet);
        return true;
    }

    @Override
    public Result receive() {
        if (out.isEmpty() || out.size() <= delay && !draining) {
            return Result.NOTHING;
        }
        picture = out.poll();
        return Result.PICTURE;
    }

    @Override
    public boolean isDamaged(Packet packet) {
        return packet.broken();
    }

    @Override
    public int size(Packet packet) {
        return 15_000;
    }

    @Override
    public Packet keep(Packet packet) {
        kept++;
        mostKept = Math.max(mostKept, kept);
        return packet;
    }

    @Override
    public void free(Packet packet) {
        kept--;
    }
}
