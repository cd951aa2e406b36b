package org.cupertino.nvr.processor.inference;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Keypoint;

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

    Inference detect(Frame frame, Turn turn, OptionalDouble least, Workspace workspace) {
        long start = System.nanoTime();
        Size picture = turn == Turn.NONE ? size : beforeTurn(frame);
        View view = View.of(frame, picture, turn);
        ByteBuffer pixels = workspace.picture(picture);
        frame.letterbox(view.letterbox(), pixels);
        long scaled = System.nanoTime();
        Output output = network.forward(pixels, picture, turn, workspace);
        List<Detection> detections =
                detections(output, least.orElse(confidence), workspace.candidates(), view);
        long done = System.nanoTime();
        return new Inference(
                file.modelId(), millis(done - scaled), millis(scaled - start), detections);
    }

    /** As narrow as the frame allows: less to compute than for a square. */
    private Size beforeTurn(Frame frame) {
        return file.stride() == 0
                ? size.turned()
                : size.around(frame.width(), frame.height(), file.stride());
    }

    private List<Detection> detections(
            Output output, double least, Candidates candidates, View view) {
        candidates.clear();
        layout.collect(output, (float) least, wanted, candidates);
        int count = candidates.choose(iou, maxDetections);
        List<Detection> detections = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int index = candidates.kept(n);
            BoundingBox box = box(candidates, index, view);
            // A box that lies in the grey margin shrinks to nothing.
            if (isBox(candidates, index) && box.width() > 0 && box.height() > 0) {
                float score = Math.min(1, candidates.score(index));
                detections.add(
                        new Detection(
                                        file.classNames().get(candidates.classNumber(index)),
                                        score,
                                        box)
                                .withKeypoints(
                                        keypoints(output, candidates.place(index), score, view)));
            }
        }
        return List.copyOf(detections);
    }

    private static boolean isBox(Candidates candidates, int index) {
        return candidates.right(index) > candidates.left(index)
                && candidates.bottom(index) > candidates.top(index);
    }

    private static BoundingBox box(Candidates candidates, int index, View view) {
        float ax = view.x(candidates.left(index), candidates.top(index));
        float ay = view.y(candidates.left(index), candidates.top(index));
        float bx = view.x(candidates.right(index), candidates.bottom(index));
        float by = view.y(candidates.right(index), candidates.bottom(index));
        return new BoundingBox((ax + bx) / 2, (ay + by) / 2, Math.abs(bx - ax), Math.abs(by - ay));
    }

    /** Null if the network gives none; a point that is nowhere (NaN, infinite) is left out. */
    private List<Keypoint> keypoints(Output output, int place, float score, View view) {
        List<String> names = file.extras().keypoints();
        if (names.isEmpty()) {
            return null;
        }
        List<Keypoint> points = new ArrayList<>(names.size());
        int each = file.extras().each();
        for (int k = 0; k < names.size(); k++) {
            float x = layout.extra(output, wanted.length, place, each * k);
            float y = layout.extra(output, wanted.length, place, each * k + 1);
            float sure =
                    file.extras().hasScores()
                            ? layout.extra(output, wanted.length, place, each * k + 2)
                            : score;
            if (Float.isFinite(x + y + sure)) {
                points.add(
                        new Keypoint(
                                names.get(k),
                                view.x(x, y),
                                view.y(x, y),
                                Math.max(0, Math.min(1, sure))));
            }
        }
        return List.copyOf(points);
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
