package org.cupertino.nvr.processor.ingest;

/** Says what is decoded, packet by packet, knowing nothing of what comes next. */
interface DecodePolicy {
    /** What is done with a packet that has come. */
    enum Step {
        /** It may be needed later, together with those kept before. */
        KEEP,
        /** A key frame, so those kept before are needed no more. */
        KEEP_FROM_HERE,
        /** A key frame that gives the picture that is due; it is kept as well. */
        DECODE_ALONE,
        /**
         * All that is kept, this one included, and the last picture of it is used if one is due.
         */
        DECODE_KEPT,
        /** Nothing is kept until the next key frame. */
        FORGET
    }

    /**
     * What is known as a packet comes; times are nanoseconds.
     *
     * @param key whether it is a key frame
     * @param due whether a frame is due
     * @param overdue for how long it has been
     * @param interval between two due frames
     * @param sinceKey since the last key frame
     * @param keyInterval usual time between key frames
     */
    record Moment(
            boolean key,
            boolean due,
            long overdue,
            long interval,
            long sinceKey,
            long keyInterval) {}

    Step next(Moment moment);

    /** What is done when as much is kept as may be. */
    Step full(Moment moment);
}
