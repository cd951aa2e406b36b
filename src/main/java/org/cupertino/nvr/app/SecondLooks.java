package org.cupertino.nvr.app;

import java.util.Optional;
import org.cupertino.nvr.config.DetectorOptions;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.posture.PostureNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which network looks for people who lie. */
final class SecondLooks {
    private static final Logger LOG = LoggerFactory.getLogger(SecondLooks.class);

    private SecondLooks() {}

    /**
     * The network that the options ask for, not loaded yet. A folder of a site's own models need
     * not have the usual one: the detector looks then.
     *
     * @return null if nothing is to look, or if no person is to be reported
     * @throws ModelException if there is no such model
     */
    static PostureNetwork of(DetectorOptions options, ModelStore models, Detector detector)
            throws ModelException {
        if (options.postureModel().isEmpty()
                || !options.classes().isEmpty() && !options.classes().contains("person")) {
            return null;
        }
        Optional<String> model = options.postureModel();
        if (options.isUsualPostureModel() && !models.ids().contains(model.get())) {
            LOG.atWarn()
                    .addKeyValue("event", "posture_model")
                    .log(
                            "There is no model {}: the detector itself looks for people who lie, less"
                                    + " surely",
                            model.get());
            model = Optional.empty();
        } else {
            models.find(model.get());
        }
        Detector own = new Detector(models, DetectorSettings.of(options).forOtherModel());
        return new PostureNetwork(detector, own, model);
    }
}
