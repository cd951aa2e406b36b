package org.cupertino.nvr.processor.inference;

import java.util.Arrays;

/** How a network arranges its output. */
enum OutputLayout {
    /**
     * {@code [4 + classes, cells]}: centre x, centre y, width, height, then one row a class; the
     * boxes of one thing overlap and need non-maximum suppression.
     */
    GRID {
        @Override
        void collect(Output output, float threshold, boolean[] wanted, Candidates into) {
            float[] values = output.values();
            int cells = output.columns();
            float[] bestScores = into.bestScores(cells);
            int[] bestClasses = into.bestClasses(cells);
            Arrays.fill(bestScores, 0, cells, threshold);
            Arrays.fill(bestClasses, 0, cells, NONE);
            // Row by row, as it lies in memory: ten times faster than cell by cell.
            for (int row = BOX_ROWS; row < output.rows(); row++) {
                int start = row * cells;
                for (int cell = 0; cell < cells; cell++) {
                    float score = values[start + cell];
                    if (score > bestScores[cell]) {
                        bestScores[cell] = score;
                        bestClasses[cell] = row - BOX_ROWS;
                    }
                }
            }
            for (int cell = 0; cell < cells; cell++) {
                int classNumber = bestClasses[cell];
                if (classNumber != NONE && wanted[classNumber]) {
                    float x = values[cell];
                    float y = values[cells + cell];
                    float halfWidth = values[2 * cells + cell] / 2;
                    float halfHeight = values[3 * cells + cell] / 2;
                    into.add(
                            bestScores[cell],
                            classNumber,
                            x - halfWidth,
                            y - halfHeight,
                            x + halfWidth,
                            y + halfHeight);
                }
            }
        }
    },

    /**
     * {@code [things, 6]}: left, top, right, bottom, score, class; suppression is done, unused rows
     * are zero.
     */
    END_TO_END {
        @Override
        void collect(Output output, float threshold, boolean[] wanted, Candidates into) {
            float[] values = output.values();
            for (int row = 0; row < output.rows(); row++) {
                int start = row * END_TO_END_COLUMNS;
                float score = values[start + 4];
                int classNumber = (int) values[start + 5];
                if (score > threshold
                        && classNumber >= 0
                        && classNumber < wanted.length
                        && wanted[classNumber]) {
                    into.add(
                            score,
                            classNumber,
                            values[start],
                            values[start + 1],
                            values[start + 2],
                            values[start + 3]);
                }
            }
        }
    };

    private static final int NONE = -1;
    private static final int BOX_ROWS = 4;
    private static final int END_TO_END_COLUMNS = 6;

    /**
     * Adds every box whose score is over the threshold and whose class is wanted.
     *
     * @param wanted by class number
     */
    abstract void collect(Output output, float threshold, boolean[] wanted, Candidates into);

    /**
     * Recognises the layout by the shape of an output.
     *
     * @throws ModelException if it is neither; the file is named in the message
     */
    static OutputLayout of(int rows, int columns, int classCount, String file)
            throws ModelException {
        if (rows == BOX_ROWS + classCount) {
            return GRID;
        }
        if (columns == END_TO_END_COLUMNS) {
            return END_TO_END;
        }
        throw ModelException.failed(
                "%s gives [%d, %d] numbers a picture, but its %d class names need [%d, n] or [n, %d]"
                        .formatted(
                                file,
                                rows,
                                columns,
                                classCount,
                                BOX_ROWS + classCount,
                                END_TO_END_COLUMNS));
    }
}
