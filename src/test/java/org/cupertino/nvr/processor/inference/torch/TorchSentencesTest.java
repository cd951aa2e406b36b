package org.cupertino.nvr.processor.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ExportInfo;
import org.cupertino.nvr.processor.inference.Extras;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelFile;
import org.cupertino.nvr.processor.inference.ModelFormat;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.Network;
import org.cupertino.nvr.processor.inference.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person learns when PyTorch or a network does not work. */
class TorchSentencesTest {
    private static final ModelFile FILE =
            new ModelFile(
                    "net",
                    Path.of("net.torchscript"),
                    416,
                    416,
                    List.of("person"),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    new Extras(0, List.of()),
                    32);

    @Test
    void library_on_a_read_only_folder_names_the_folder_and_what_to_set() {
        Exception cause =
                new EngineException(
                        "Failed to extract PyTorch native library",
                        new FileSystemException("/ro/.djl.ai", null, "Read-only file system"));

        assertThat(Torch.unusable(cause))
                .hasMessageStartingWith(
                        "The native library of PyTorch cannot be used (/ro/.djl.ai: Read-only file"
                                + " system); set DJL_CACHE_DIR to a folder");
    }

    @Test
    void library_on_a_folder_without_execution_is_named_once() {
        String file = "/tmp/.djl.ai/libgomp.so.1";
        UnsatisfiedLinkError cause =
                new UnsatisfiedLinkError(
                        file + ": " + file + ": failed to map segment from shared object");

        assertThat(Torch.unusable(cause))
                .hasMessageContaining("(" + file + ": failed to map segment from shared object)");
    }

    @Test
    void fault_of_the_machine_comes_without_advice_on_models(@TempDir Path models)
            throws Exception {
        TestArchive.of(TestArchive.CONFIG).write(models.resolve("net.torchscript"));
        ModelStore store = new ModelStore(models, new Unusable());
        try (Detector detector =
                new Detector(
                        store,
                        DetectorSettings.of(
                                ProcessorOptions.from(Map.<String, String>of()::get).detector()))) {
            assertThatThrownBy(() -> detector.load("net"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("DJL_CACHE_DIR")
                    .hasMessageNotContaining("models");
        }
    }

    @Test
    void network_in_half_precision_is_called_that() {
        assertThat(failure("Input type (float) and bias type (c10::Half) should be the same"))
                .isEqualTo(
                        "net.torchscript is in half precision, which is not supported: export it"
                                + " without half=True");
        assertThat(failure("The size of tensor a (52) must match")).endsWith("take that size?");
        assertThat(failure(null)).endsWith("take that size?");
    }

    private static String failure(String message) {
        return TorchFormat.failed("net.torchscript", FILE, new EngineException(message))
                .getMessage();
    }

    /** A format whose native library cannot be loaded. */
    private static final class Unusable implements ModelFormat {
        @Override
        public String suffix() {
            return ".torchscript";
        }

        @Override
        public String exportCommand() {
            return "export";
        }

        @Override
        public ExportInfo read(Path file) throws ModelException {
            return new TorchFormat().read(file);
        }

        @Override
        public Network load(ModelFile file, DetectorSettings settings, Workspace workspace)
                throws ModelException {
            throw Torch.unusable(new UnsatisfiedLinkError("x"));
        }
    }
}
