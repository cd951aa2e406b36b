package org.cupertino.nvr.processor.inference.torch;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ExportInfo;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelFile;
import org.cupertino.nvr.processor.inference.ModelFormat;
import org.cupertino.nvr.processor.inference.Network;
import org.cupertino.nvr.processor.inference.Size;
import org.cupertino.nvr.processor.inference.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TorchScript archives as Ultralytics exports them, run by PyTorch. */
public final class TorchFormat implements ModelFormat {
    private static final Logger LOG = LoggerFactory.getLogger(TorchFormat.class);
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final byte GREY = 114;

    @Override
    public String suffix() {
        return ".torchscript";
    }

    @Override
    public String exportCommand() {
        return "yolo export model=<name>.pt format=torchscript";
    }

    @Override
    public ExportInfo read(Path file) throws ModelException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return archive.info();
        }
    }

    @Override
    public Network load(ModelFile file, DetectorSettings settings, Workspace workspace)
            throws ModelException {
        Device device = Torch.device(settings.device());
        String cause = null;
        try (TorchArchive archive = TorchArchive.open(file.path())) {
            archive.verify();
            if (bf16IsWanted(settings, device)) {
                try (TemporaryArchive copy = TemporaryArchive.in(TEMPORARY)) {
                    if (Bf16Archive.write(archive, copy.path())) {
                        return loadAs(copy.path(), file, device, Precision.BF16, null, workspace);
                    }
                    cause = "its code does not allow it";
                } catch (IOException | ModelException | RuntimeException e) {
                    // Where it does not work, 32 bits may.
                    cause = ends(e);
                }
            }
        }
        return loadAs(file.path(), file, device, Precision.FP32, shortfall(file, cause), workspace);
    }

    private static String shortfall(ModelFile file, String cause) {
        if (cause == null) {
            return null;
        }
        LOG.atWarn()
                .addKeyValue("event", "model_precision")
                .log("Model {} runs in fp32, not in bf16: {}", file.modelId(), cause);
        return "The model runs in fp32, not in bf16: " + cause;
    }

    private static boolean bf16IsWanted(DetectorSettings settings, Device device) {
        return device.equals(Device.cpu())
                && switch (settings.precision()) {
                    case FP32 -> false;
                    case BF16 -> true;
                    case AUTO -> Torch.hasFastBf16();
                };
    }

    private static Network loadAs(
            Path archive,
            ModelFile file,
            Device device,
            Precision precision,
            String shortfall,
            Workspace workspace)
            throws ModelException {
        String name = file.path().getFileName().toString();
        TorchNetwork network;
        try {
            network = TorchNetwork.load(archive, device, precision, shortfall);
        } catch (IOException | RuntimeException e) {
            throw refused(name, e);
        }
        try {
            Size size = new Size(file.inputWidth(), file.inputHeight());
            network.warmUp(grey(size, workspace), size, workspace);
            return network;
        } catch (RuntimeException e) {
            network.close();
            LOG.warn("Model {} failed its trial run: {}", file.modelId(), ends(e));
            throw failed(name, file, e);
        }
    }

    static ModelException failed(String name, ModelFile file, RuntimeException cause) {
        if (String.valueOf(cause.getMessage()).contains("Half")) {
            return ModelException.failed(
                    name
                            + " is in half precision, which is not supported: export it without half=True",
                    cause);
        }
        return ModelException.failed(
                "%s fails on a picture of %dx%d: does it take that size?"
                        .formatted(name, file.inputWidth(), file.inputHeight()),
                cause);
    }

    private static ByteBuffer grey(Size size, Workspace workspace) {
        ByteBuffer picture = workspace.picture(size);
        while (picture.hasRemaining()) {
            picture.put(GREY);
        }
        return picture;
    }

    private static ModelException refused(String name, Exception cause) {
        if (String.valueOf(cause.getMessage()).contains("torchvision::nms")) {
            return ModelException.failed(
                    name + " needs an operation of torchvision: export it without nms=True", cause);
        }
        LOG.warn("{} is refused by PyTorch: {}", name, ends(cause));
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
}
