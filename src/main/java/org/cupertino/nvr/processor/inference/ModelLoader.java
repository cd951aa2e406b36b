package org.cupertino.nvr.processor.inference;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a file into a warm model, or into one sentence on why that cannot be. */
final class ModelLoader {
    private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

    /** The second call is still slow: only then PyTorch has compiled what the first one showed. */
    private static final int WARM_UP_CALLS = 2;

    private static final byte GREY = 114;

    private final DetectorSettings settings;
    private final Workspace workspace = new Workspace();

    ModelLoader(DetectorSettings settings) {
        this.settings = settings;
    }

    /** Not thread-safe. */
    LoadedModel load(ModelFile file) throws ModelException {
        long start = System.nanoTime();
        boolean[] wanted = wanted(file, settings.classes());
        Device device = Torch.device(settings.device());
        LoadedModel model = null;
        boolean bf16 = false;
        try (TorchArchive archive = TorchArchive.open(file.path())) {
            archive.verify();
            if (bf16IsWanted(device)) {
                model = loadBf16(archive, file, device, wanted);
                bf16 = model != null;
            }
        }
        if (model == null) {
            model = loadAs(file.path(), file, device, wanted);
        }
        log.atInfo()
                .addKeyValue("event", "model_loaded")
                .addKeyValue("model_id", file.modelId())
                .log(
                        "Model {} is loaded: {}x{}, {} classes, {} on {}, {} ms",
                        file.modelId(),
                        file.inputWidth(),
                        file.inputHeight(),
                        file.classNames().size(),
                        bf16 ? "bf16" : "fp32",
                        device,
                        (System.nanoTime() - start) / 1_000_000);
        return model;
    }

    private boolean bf16IsWanted(Device device) {
        return device.equals(Device.cpu())
                && switch (settings.precision()) {
                    case FP32 -> false;
                    case BF16 -> true;
                    case AUTO -> Torch.hasFastBf16();
                };
    }

    /** Null if it does not work, as then 32 bits may. */
    private LoadedModel loadBf16(
            TorchArchive archive, ModelFile file, Device device, boolean[] wanted) {
        Path copy = null;
        try {
            copy = Files.createTempFile("cupertino-nvr-", ".torchscript");
            if (Bf16Archive.write(archive, copy)) {
                return loadAs(copy, file, device, wanted);
            }
            log.info("Model {} cannot be turned to bf16, it runs in fp32", file.modelId());
        } catch (IOException | ModelException | RuntimeException e) {
            log.info("Model {} does not run in bf16, fp32 is tried: {}", file.modelId(), ends(e));
        } finally {
            delete(copy);
        }
        return null;
    }

    private LoadedModel loadAs(Path archive, ModelFile file, Device device, boolean[] wanted)
            throws ModelException {
        String name = file.path().getFileName().toString();
        Network network;
        try {
            network = Network.load(archive, device);
        } catch (IOException | RuntimeException e) {
            throw refused(name, e);
        }
        try {
            OutputLayout layout = OutputLayout.of(warmUp(network, file), wanted.length, name);
            return new LoadedModel(file, network, layout, wanted, settings);
        } catch (RuntimeException e) {
            network.close();
            log.warn("Model {} failed its trial run: {}", file.modelId(), ends(e));
            throw ModelException.failed(
                    "%s fails on a picture of %dx%d: does it take that size?"
                            .formatted(name, file.inputWidth(), file.inputHeight()),
                    e);
        } catch (ModelException e) {
            network.close();
            throw e;
        }
    }

    private Output warmUp(Network network, ModelFile file) {
        Size size = new Size(file.inputWidth(), file.inputHeight());
        ByteBuffer picture = workspace.picture(size);
        while (picture.hasRemaining()) {
            picture.put(GREY);
        }
        Output output = null;
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            output = network.forward(picture, size, workspace);
        }
        return output;
    }

    private static ModelException refused(String name, Exception cause) {
        if (String.valueOf(cause.getMessage()).contains("torchvision::nms")) {
            return ModelException.failed(
                    name + " needs an operation of torchvision: export it without nms=True", cause);
        }
        log.warn("{} is refused by PyTorch: {}", name, ends(cause));
        return ModelException.failed(
                name + " is refused by PyTorch: is it exported with format=torchscript?", cause);
    }

    /** First and last line: PyTorch puts pages of its own stack between them. */
    private static String ends(Exception e) {
        List<String> lines =
                String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).toList();
        return lines.size() < 2
                ? String.join("", lines)
                : lines.get(0) + " ... " + lines.get(lines.size() - 1);
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
            log.warn("Model {} does not know the classes {}", file.modelId(), unknown);
        }
        return wanted;
    }

    private static List<String> sorted(Set<String> classes) {
        return classes.stream().sorted().toList();
    }

    private static void delete(Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            log.warn("The temporary file {} stays behind", copy, e);
        }
    }
}
