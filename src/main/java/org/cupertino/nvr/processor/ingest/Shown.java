package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a picture is to be shown: cameras store wide ones narrow, and telephones turn theirs.
 *
 * @param width as shown, pixels
 * @param height as shown, pixels
 * @param turned whether rows become columns
 * @param right whether what is stored left to right goes right, or down if turned
 * @param down whether what is stored top to bottom goes down, or right if turned
 */
record Shown(int width, int height, boolean turned, boolean right, boolean down) {
    /** A pixel that is further from square is an error. */
    private static final double MOST_OBLONG = 4;

    private static final int MATRIX_BYTES = 36;

    static Shown of(AVFrame picture) {
        AVRational ratio = picture.sample_aspect_ratio();
        double oblong = ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
        boolean possible = oblong <= MOST_OBLONG && oblong >= 1 / MOST_OBLONG;
        int width = (int) Math.max(1, Math.rint(picture.width() * (possible ? oblong : 1)));
        int height = picture.height();
        AVFrameSideData side = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX);
        if (side == null || side.size() < MATRIX_BYTES) {
            return new Shown(width, height, false, true, true);
        }
        // Columns of the matrix: where one pixel to the right and one down in the picture go to.
        IntPointer matrix = new IntPointer(side.data());
        long rightRight = matrix.get(0);
        long rightDown = matrix.get(1);
        long downRight = matrix.get(3);
        long downDown = matrix.get(4);
        if (Math.abs(rightDown) > Math.abs(rightRight)) {
            return new Shown(height, width, true, rightDown > 0, downRight > 0);
        }
        return new Shown(width, height, false, rightRight >= 0, downDown >= 0);
    }

    /** Whether the rows are shown as they are stored. */
    boolean isUpright() {
        return !turned && right && down;
    }
}
