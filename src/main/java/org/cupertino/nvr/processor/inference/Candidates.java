package org.cupertino.nvr.processor.inference;

import java.util.Arrays;

/**
 * The boxes of one picture that passed the threshold, and the choice among them. Used again for the
 * next picture, so that a frame costs no arrays; not thread-safe.
 */
final class Candidates {
    private static final int SIDES = 4;

    private float[] boxes = new float[SIDES * 256];
    private float[] scores = new float[256];
    private int[] classes = new int[256];
    private int[] places = new int[256];
    private long[] order = new long[256];
    private int[] kept = new int[256];
    private int count;

    private float[] bestScores = {};
    private int[] bestClasses = {};

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /**
     * Takes a box by its corners, in pixels of the network's input. A box that is no box (NaN,
     * infinite) is left out.
     *
     * @param place where in the output it was
     */
    void add(
            float score,
            int classNumber,
            int place,
            float left,
            float top,
            float right,
            float bottom) {
        if (Float.isNaN(score) || !Float.isFinite(left + top + right + bottom)) {
            return;
        }
        if (count == scores.length) {
            boxes = Arrays.copyOf(boxes, 2 * boxes.length);
            scores = Arrays.copyOf(scores, 2 * count);
            classes = Arrays.copyOf(classes, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
            order = Arrays.copyOf(order, 2 * count);
            kept = Arrays.copyOf(kept, 2 * count);
        }
        int box = SIDES * count;
        boxes[box] = left;
        boxes[box + 1] = top;
        boxes[box + 2] = right;
        boxes[box + 3] = bottom;
        scores[count] = score;
        classes[count] = classNumber;
        places[count] = place;
        // Sorts by falling score, then by index: positive floats compare as their bits do.
        order[count] = (long) ~Float.floatToIntBits(score) << 32 | count;
        count++;
    }

    /**
     * Chooses the boxes of the highest confidence; a tie goes to the one that was added first.
     *
     * @param iou greedy non-maximum suppression by class: a box that overlaps a chosen one of its
     *     class by more (intersection over union) is left out. 1 leaves none out
     * @param max most boxes to choose
     * @return how many were chosen; {@link #kept} gives them, the most confident first
     */
    int choose(double iou, int max) {
        Arrays.sort(order, 0, count);
        int chosen = 0;
        for (int i = 0; i < count && chosen < max; i++) {
            int candidate = (int) order[i];
            if (iou >= 1 || isFree(candidate, chosen, (float) iou)) {
                kept[chosen++] = candidate;
            }
        }
        return chosen;
    }

    /** Index of the n-th chosen box. */
    int kept(int n) {
        return kept[n];
    }

    float score(int index) {
        return scores[index];
    }

    int classNumber(int index) {
        return classes[index];
    }

    /** Row or cell of the output that it came from. */
    int place(int index) {
        return places[index];
    }

    float left(int index) {
        return boxes[SIDES * index];
    }

    float top(int index) {
        return boxes[SIDES * index + 1];
    }

    float right(int index) {
        return boxes[SIDES * index + 2];
    }

    float bottom(int index) {
        return boxes[SIDES * index + 3];
    }

    /** An array for one score a cell of the network's grid. */
    float[] bestScores(int cells) {
        if (bestScores.length < cells) {
            bestScores = new float[cells];
        }
        return bestScores;
    }

    /** An array for one class number a cell of the network's grid. */
    int[] bestClasses(int cells) {
        if (bestClasses.length < cells) {
            bestClasses = new int[cells];
        }
        return bestClasses;
    }

    private boolean isFree(int candidate, int chosen, float iou) {
        for (int n = 0; n < chosen; n++) {
            int other = kept[n];
            if (classes[other] == classes[candidate] && overlap(candidate, other) > iou) {
                return false;
            }
        }
        return true;
    }

    /** Intersection over union; NaN, which is over no threshold, for two boxes without area. */
    private float overlap(int a, int b) {
        float width = Math.min(right(a), right(b)) - Math.max(left(a), left(b));
        float height = Math.min(bottom(a), bottom(b)) - Math.max(top(a), top(b));
        float shared = Math.max(0, width) * Math.max(0, height);
        return shared / (area(a) + area(b) - shared);
    }

    private float area(int index) {
        return (right(index) - left(index)) * (bottom(index) - top(index));
    }
}
