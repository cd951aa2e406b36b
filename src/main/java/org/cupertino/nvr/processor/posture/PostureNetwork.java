package org.cupertino.nvr.processor.posture;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of the second look, loaded in the background when it is first needed. Where there is
 * none, or it is the detector's own model, the detector looks. Thread-safe.
 */
public final class PostureNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostureNetwork.class);

    private final Detector detector;
    private final Detector own;
    private final String modelId;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean failed;

    /**
     * @param detector of the first look
     * @param own on the same models; nothing is loaded yet
     * @param modelId of the second look, or empty if the detector is to look itself
     */
    public PostureNetwork(Detector detector, Detector own, Optional<String> modelId) {
        this.detector = detector;
        this.own = own;
        this.modelId = modelId.orElse(null);
    }

    /**
     * What looks now; empty while it is being loaded, which takes seconds on a busy machine: no due
     * frame waits for that.
     */
    Optional<Detector> current() {
        if (modelId == null || failed || detector.modelId().filter(modelId::equals).isPresent()) {
            return Optional.of(detector);
        }
        if (own.modelId().isPresent()) {
            return Optional.of(own);
        }
        if (begun.compareAndSet(false, true)) {
            Thread loader = new Thread(this::load, "posture-model");
            loader.setDaemon(true);
            loader.start();
        }
        return Optional.empty();
    }

    private void load() {
        try {
            own.load(modelId);
        } catch (ModelException | RuntimeException e) {
            failed = true;
            LOG.atWarn()
                    .addKeyValue("event", "posture_model")
                    .log(
                            "The detector itself looks for people who lie, less surely: {}",
                            e.getMessage());
        }
    }

    /** Waits for a look that runs, at most three seconds. */
    @Override
    public void close() {
        own.close();
    }
}
