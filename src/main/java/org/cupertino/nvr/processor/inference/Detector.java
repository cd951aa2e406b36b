package org.cupertino.nvr.processor.inference;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.frame.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects things in frames with the current model, which can change at any time.
 *
 * <p>Thread-safe. {@link #detect} works on the caller's thread; to use n cores, call it from n
 * threads that live long (PyTorch keeps memory for every thread it has seen).
 */
public final class Detector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Detector.class);

    /** More than any inference takes; after it a model is closed by its last user. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ModelStore store;
    private final ModelLoader loader;
    private final Object loading = new Object();
    private final AtomicReference<RefCounted<LoadedModel>> current = new AtomicReference<>();

    /** As many as ever worked at the same time. */
    private final Queue<Workspace> workspaces = new ConcurrentLinkedQueue<>();

    private boolean closed;

    /** Loads nothing yet, neither a model nor native code. */
    public Detector(ModelStore store, DetectorSettings settings) {
        this.store = store;
        this.loader = new ModelLoader(store.format(), settings);
    }

    /**
     * Loads a model, warms it up, and switches to it between two frames; the old one is closed when
     * its last inference is done. If anything fails the old one stays in use. Takes up to some
     * seconds; one call waits for another.
     *
     * @param modelId may come from anywhere
     * @throws ModelException if there is no such model or it cannot be used
     * @throws IllegalStateException if the detector is closed
     */
    public void load(String modelId) throws ModelException {
        synchronized (loading) {
            LoadedModel model = loaded(store.find(modelId));
            retire(publish(new RefCounted<>(model, model::close)));
        }
    }

    private LoadedModel loaded(ModelFile file) throws ModelException {
        try {
            return loader.load(file);
        } catch (ModelException e) {
            throw store.withAdvice(e);
        }
    }

    /**
     * Checks that a model exists, without loading it.
     *
     * @param modelId may come from anywhere
     * @throws ModelException if there is no such model
     */
    public void check(String modelId) throws ModelException {
        store.find(modelId);
    }

    /** The model in use, or empty before the first was loaded and after {@link #close}. */
    public Optional<String> modelId() {
        return Optional.ofNullable(current.get()).map(model -> model.value().modelId());
    }

    /** The arithmetic of the model in use; empty where {@link #modelId} is. */
    public Optional<Precision> precision() {
        return Optional.ofNullable(current.get()).map(model -> model.value().network().precision());
    }

    /** Why that is not the arithmetic that was wanted, one sentence; empty if it is. */
    public Optional<String> shortfall() {
        return Optional.ofNullable(current.get()).map(model -> model.value().network().shortfall());
    }

    /**
     * Runs the network on a frame. The caller keeps the frame and closes it.
     *
     * @throws IllegalStateException if no model is loaded yet, the detector is closed or the frame
     *     is
     * @throws RuntimeException if the network fails; the next frame may work
     */
    public Inference detect(Frame frame) {
        return detectTurned(frame, Turn.NONE, OptionalDouble.empty());
    }

    /**
     * As {@link #detect}, on the picture turned, and no larger than the frame's shape needs where
     * the network takes any size. Boxes and points are those of the frame, not of the turned
     * picture.
     *
     * @param confidence from which on detections are reported, 0..1; empty: as for all frames
     */
    public Inference detectTurned(Frame frame, Turn turn, OptionalDouble confidence) {
        RefCounted<LoadedModel> model = acquire();
        Workspace idle = workspaces.poll();
        Workspace workspace = idle == null ? new Workspace() : idle;
        try {
            return model.value().detect(frame, turn, confidence, workspace);
        } finally {
            workspaces.add(workspace);
            model.release();
        }
    }

    /** Waits for inferences that run, at most three seconds. Harmless when repeated. */
    @Override
    public void close() {
        RefCounted<LoadedModel> last;
        synchronized (current) {
            closed = true;
            last = current.getAndSet(null);
        }
        retire(last);
    }

    private RefCounted<LoadedModel> acquire() {
        while (true) {
            RefCounted<LoadedModel> model = current.get();
            if (model == null) {
                throw new IllegalStateException("No model is loaded");
            }
            // It fails only if another model took its place since the line before the last.
            if (model.acquire()) {
                return model;
            }
        }
    }

    private RefCounted<LoadedModel> publish(RefCounted<LoadedModel> model) {
        synchronized (current) {
            if (!closed) {
                return current.getAndSet(model);
            }
        }
        retire(model);
        throw new IllegalStateException("The detector is closed");
    }

    private void retire(RefCounted<LoadedModel> model) {
        if (model != null && !model.retire(PATIENCE)) {
            LOG.warn("Model {} is still in use, its last user closes it", model.value().modelId());
        }
    }
}
