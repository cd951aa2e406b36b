package org.cupertino.nvr.processor.inference;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;

/** A network that is warm, and what its numbers mean. Threads as {@link Network}. */
final class LoadedModel implements AutoCloseable {
    private final ModelFile file;
    private final Network network;
    private final OutputLayout layout;
    private final Size size;
    private final boolean[] wanted;
    private final double confidence;
    private final double iou;
    private final int maxDetections;

    /**
     * @param wanted by class number
     */
    LoadedModel(
            ModelFile file,
            Network network,
            OutputLayout layout,
            boolean[] wanted,
            DetectorSettings settings) {
        this.file = file;
        this.network = network;
        this.layout = layout;
        this.wanted = wanted;
        size = new Size(file.inputWidth(), file.inputHeight());
        confidence = settings.confidence().orElse(file.confidence().orElse(0.5));
        iou = layout == OutputLayout.GRID ? settings.iou().orElse(file.iou().orElse(0.7)) : 1;
        maxDetections = settings.maxDetections();
    }

    String modelId() {
        return file.modelId();
    }

    Network network() {
        return network;
    }

    Inference detect(Frame frame, Workspace workspace) {
        long start = System.nanoTime();
        Letterbox letterbox =
                Letterbox.fit(frame.width(), frame.height(), size.width(), size.height());
        ByteBuffer picture = workspace.picture(size);
        frame.letterbox(letterbox, picture);
        long scaled = System.nanoTime();
        Output output = network.forward(picture, size, workspace);
        List<Detection> detections =
                detections(
                        output, workspace.candidates(), letterbox, frame.width(), frame.height());
        long done = System.nanoTime();
        return new Inference(
                file.modelId(), millis(done - scaled), millis(scaled - start), detections);
    }

    private List<Detection> detections(
            Output output, Candidates candidates, Letterbox letterbox, int width, int height) {
        candidates.clear();
        layout.collect(output, (float) confidence, wanted, candidates);
        int count = candidates.choose(iou, maxDetections);
        List<Detection> detections = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int index = candidates.kept(n);
            float left = unscaled(candidates.left(index), letterbox.x(), letterbox, width);
            float right = unscaled(candidates.right(index), letterbox.x(), letterbox, width);
            float top = unscaled(candidates.top(index), letterbox.y(), letterbox, height);
            float bottom = unscaled(candidates.bottom(index), letterbox.y(), letterbox, height);
            // A box that lies in the grey margin shrinks to nothing.
            if (right > left && bottom > top) {
                detections.add(
                        new Detection(
                                file.classNames().get(candidates.classNumber(index)),
                                Math.min(1, candidates.score(index)),
                                new BoundingBox(
                                        (left + right) / 2,
                                        (top + bottom) / 2,
                                        right - left,
                                        bottom - top)));
            }
        }
        return List.copyOf(detections);
    }

    /** From the network's pixels to the frame's, cut at the frame's edge. */
    private static float unscaled(float at, int padding, Letterbox letterbox, int side) {
        return (float) Math.max(0, Math.min(side, (at - padding) / letterbox.gain()));
    }

    /** With two decimals, which is more than wall time is worth. */
    private static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }

    @Override
    public void close() {
        network.close();
    }
}
