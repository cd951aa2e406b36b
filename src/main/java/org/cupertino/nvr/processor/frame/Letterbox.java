package org.cupertino.nvr.processor.frame;

/**
 * Where a picture lies inside a network input that it was scaled into with its shape kept; the same
 * arithmetic as Ultralytics' LetterBox with {@code center=True, scaleup=True}, to the pixel.
 *
 * @param width of the network input in pixels
 * @param height of the network input in pixels
 * @param gain network pixels a frame pixel
 * @param x left edge of the picture inside the input
 * @param y top edge of the picture inside the input
 * @param scaledWidth width of the picture inside the input
 * @param scaledHeight height of the picture inside the input
 */
public record Letterbox(
        int width, int height, double gain, int x, int y, int scaledWidth, int scaledHeight) {

    /** Fits a frame into a network input. All sizes in pixels, at least 1. */
    public static Letterbox fit(int frameWidth, int frameHeight, int width, int height) {
        double gain = Math.min((double) width / frameWidth, (double) height / frameHeight);
        int scaledWidth = Math.max(1, (int) Math.rint(frameWidth * gain));
        int scaledHeight = Math.max(1, (int) Math.rint(frameHeight * gain));
        return new Letterbox(
                width,
                height,
                gain,
                padding(width - scaledWidth),
                padding(height - scaledHeight),
                scaledWidth,
                scaledHeight);
    }

    /** The 0.1 puts an odd pixel of padding after the picture, never before it. */
    private static int padding(int spare) {
        return (int) Math.rint(spare / 2.0 - 0.1);
    }
}
