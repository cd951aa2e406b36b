package org.cupertino.nvr.processor.ingest;

/**
 * A decoder as {@link PacketSampler} uses it, of packets of any kind. For one thread.
 *
 * @param <P> a packet
 */
interface PacketDecoder<P> {
    /** What came out of a call. */
    enum Result {
        /** A whole picture, which replaces the last one. */
        PICTURE,
        /** Nothing, or nothing yet. */
        NOTHING,
        /** Something damaged, which was discarded. */
        CORRUPT
    }

    /** Decodes a key frame on its own, and forgets it. */
    Result keyFrame(P packet);

    /** Forgets all earlier packets. */
    void restart();

    /**
     * Decodes the next packet of a sequence; {@link #receive()} until there is nothing.
     *
     * @return false if it was damaged
     */
    boolean send(P packet);

    Result receive();

    /** Whether the packet came damaged. */
    boolean isDamaged(P packet);

    /** Bytes of memory. */
    int size(P packet);

    /** The same packet for later, to be freed. */
    P keep(P packet);

    void free(P packet);
}
