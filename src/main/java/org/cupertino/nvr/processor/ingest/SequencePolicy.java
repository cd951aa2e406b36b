package org.cupertino.nvr.processor.ingest;

/**
 * Decodes pictures between key frames, where those come too seldom for the rate: what was kept
 * since the last picture, when the next one is due. What is kept when a key frame comes was needed
 * for nothing and is never decoded.
 */
final class SequencePolicy implements DecodePolicy {
    @Override
    public Step next(Moment moment) {
        if (moment.due()) {
            return Step.DECODE_KEPT;
        }
        return moment.key() ? Step.KEEP_FROM_HERE : Step.KEEP;
    }

    @Override
    public Step full(Moment moment) {
        return Step.DECODE_KEPT;
    }
}
