package org.cupertino.nvr.processor.inference;

import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a file into a warm model, or into one sentence on why that cannot be. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final ModelFormat format;
    private final DetectorSettings settings;
    private final Workspace workspace = new Workspace();

    ModelLoader(ModelFormat format, DetectorSettings settings) {
        this.format = format;
        this.settings = settings;
    }

    /** Not thread-safe. */
    LoadedModel load(ModelFile file) throws ModelException {
        long start = System.nanoTime();
        boolean[] wanted = wanted(file, settings.classes());
        Network network = format.load(file, settings, workspace);
        LoadedModel model;
        try {
            String name = file.path().getFileName().toString();
            OutputLayout layout =
                    OutputLayout.of(
                            network.rows(),
                            network.columns(),
                            wanted.length,
                            file.extras().numbers(),
                            name);
            model = new LoadedModel(file, network, layout, wanted, settings);
        } catch (ModelException e) {
            network.close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("event", "model_loaded")
                .addKeyValue("model_id", file.modelId())
                .log(
                        "Model {} is loaded: {}x{}, {} classes, {}, {} ms",
                        file.modelId(),
                        file.inputWidth(),
                        file.inputHeight(),
                        file.classNames().size(),
                        network,
                        (System.nanoTime() - start) / 1_000_000);
        return model;
    }

    private static boolean[] wanted(ModelFile file, Set<String> classes) throws ModelException {
        boolean[] wanted = new boolean[file.classNames().size()];
        int found = 0;
        for (int number = 0; number < wanted.length; number++) {
            wanted[number] = classes.isEmpty() || classes.contains(file.classNames().get(number));
            found += wanted[number] ? 1 : 0;
        }
        if (found == 0) {
            throw ModelException.failed(
                    file.modelId() + " knows none of the classes " + sorted(classes));
        }
        List<String> unknown =
                sorted(classes).stream().filter(c -> !file.classNames().contains(c)).toList();
        if (!unknown.isEmpty()) {
            LOG.warn("Model {} does not know the classes {}", file.modelId(), unknown);
        }
        return wanted;
    }

    private static List<String> sorted(Set<String> classes) {
        return classes.stream().sorted().toList();
    }
}
