package org.cupertino.nvr.processor.inference;

import java.util.Arrays;

/** How a network arranges its output. */
enum OutputLayout {
    /**
     * {@code [4 + classes, cells]}: centre x, centre y, width, height, then one row a class, then
     * what else it says of a thing; the boxes of one thing overlap and need non-maximum
     * suppression.
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
            for (int row = BOX_ROWS; row < BOX_ROWS + wanted.length; row++) {
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
                            cell,
                            x - halfWidth,
                            y - halfHeight,
                            x + halfWidth,
                            y + halfHeight);
                }
            }
        }

        @Override
        float extra(Output output, int classCount, int place, int number) {
            return output.values()[(BOX_ROWS + classCount + number) * output.columns() + place];
        }
    },

    /**
     * {@code [things, 6]}: left, top, right, bottom, score, class, then what else it says of a
     * thing; suppression is done, unused rows are zero.
     */
    END_TO_END {
        @Override
        void collect(Output output, float threshold, boolean[] wanted, Candidates into) {
            float[] values = output.values();
            for (int row = 0; row < output.rows(); row++) {
                int start = row * output.columns();
                float score = values[start + 4];
                int classNumber = (int) values[start + 5];
                if (score > threshold
                        && classNumber >= 0
                        && classNumber < wanted.length
                        && wanted[classNumber]) {
                    into.add(
                            score,
                            classNumber,
                            row,
                            values[start],
                            values[start + 1],
                            values[start + 2],
                            values[start + 3]);
                }
            }
        }

        @Override
        float extra(Output output, int classCount, int place, int number) {
            return output.values()[place * output.columns() + END_TO_END_COLUMNS + number];
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

    /** One of the numbers that come after all others, of the thing at a candidate's place. */
    abstract float extra(Output output, int classCount, int place, int number);

    /**
     * Recognises the layout by the shape of an output.
     *
     * @param extras how many numbers a thing has besides box, scores and class
     * @throws ModelException if it is neither; the file is named in the message
     */
    static OutputLayout of(int rows, int columns, int classCount, int extras, String file)
            throws ModelException {
        int gridRows = BOX_ROWS + classCount + extras;
        int endToEndColumns = END_TO_END_COLUMNS + extras;
        // First: no grid has as few cells as a thing of the other layout has numbers.
        if (columns == endToEndColumns) {
            return END_TO_END;
        }
        if (rows == gridRows) {
            return GRID;
        }
        throw ModelException.failed(
                "%s gives [%d, %d] numbers a picture, but its %d class names%s need [%d, n] or [n, %d]"
                        .formatted(
                                file,
                                rows,
                                columns,
                                classCount,
                                extras == 0 ? "" : " and " + extras + " numbers of its task",
                                gridRows,
                                endToEndColumns));
    }
}
