package org.cupertino.nvr.support;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Set;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;

/** Detectors set up as a processor has them for which nothing else is said. */
public final class Detectors {
    private Detectors() {}

    /** On a folder of models, which need not be there before one is loaded. */
    public static Detector on(Path models) {
        return new Detector(
                new ModelStore(models, new TorchFormat()),
                new DetectorSettings(
                        "auto",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Set.of(),
                        Precision.AUTO,
                        300));
    }
}
