package org.cupertino.nvr.processor.ingest;

/**
 * Decodes single key frames, where they come often enough for the rate. One that is overdue is
 * waited for no longer than until the frame's own interval is nearly over: what was kept since the
 * last key frame is decoded then, so that a group that turns out longer than those before costs no
 * frame.
 */
final class KeyFramesPolicy implements DecodePolicy {
    /** Groups of one camera differ by less, unless its encoder changes them on purpose. */
    private static final double LATE = 1.25;

    private static final double PATIENCE = 0.8;

    private final boolean always;
    private boolean regular = true;

    /**
     * @param always whether to hold to key frames even where that costs frames
     */
    KeyFramesPolicy(boolean always) {
        this.always = always;
    }

    @Override
    public Step next(Moment moment) {
        if (moment.key()) {
            return moment.due() ? Step.DECODE_ALONE : Step.KEEP_FROM_HERE;
        } else if (always) {
            return Step.FORGET;
        }
        regular &= !isKeyLate(moment);
        boolean frameIsLate = moment.overdue() > PATIENCE * moment.interval();
        return moment.due() && (isKeyLate(moment) || frameIsLate) ? Step.DECODE_KEPT : Step.KEEP;
    }

    /**
     * The next key frame is near, so what waits for it is likely not needed; not where one was late
     * before.
     */
    @Override
    public Step full(Moment moment) {
        return regular ? Step.FORGET : Step.DECODE_KEPT;
    }

    private static boolean isKeyLate(Moment moment) {
        return moment.sinceKey() > LATE * moment.keyInterval();
    }
}
