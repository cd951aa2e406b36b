package org.cupertino.nvr.processor.inference;

import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;

/**
 * How a network sees a frame: scaled into a picture as the letterbox says, and that picture turned.
 *
 * @param frameWidth pixels
 * @param frameHeight pixels
 */
record View(Letterbox letterbox, Turn turn, int frameWidth, int frameHeight) {

    /**
     * @param picture size of the picture before it is turned
     */
    static View of(Frame frame, Size picture, Turn turn) {
        return new View(
                Letterbox.fit(frame.width(), frame.height(), picture.width(), picture.height()),
                turn,
                frame.width(),
                frame.height());
    }

    /** From the network's pixels to the frame's, cut at the frame's edge. */
    float x(float across, float down) {
        float at =
                switch (turn) {
                    case NONE -> across;
                    case CLOCKWISE -> down;
                    case COUNTERCLOCKWISE -> letterbox.width() - down;
                };
        return unscaled(at - letterbox.x(), frameWidth);
    }

    /** From the network's pixels to the frame's, cut at the frame's edge. */
    float y(float across, float down) {
        float at =
                switch (turn) {
                    case NONE -> down;
                    case CLOCKWISE -> letterbox.height() - across;
                    case COUNTERCLOCKWISE -> across;
                };
        return unscaled(at - letterbox.y(), frameHeight);
    }

    private float unscaled(float at, int side) {
        return (float) Math.max(0, Math.min(side, at / letterbox.gain()));
    }
}
