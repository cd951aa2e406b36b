package org.cupertino.nvr.app;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.config.DetectorOptions;
import org.cupertino.nvr.config.ProgramFolders;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.processor.inference.torch.TorchFormat;
import org.cupertino.nvr.processor.ingest.CameraProbe;

/** Java, the native libraries, and the model with one inference. */
final class ProgramCheck {
    private static final int OLDEST_JAVA = 17;

    private ProgramCheck() {}

    static Finding java() {
        String text =
                "%s on %s %s, %d processors"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors());
        return Runtime.version().feature() < OLDEST_JAVA
                ? Finding.fail("Java", text, "install Java " + OLDEST_JAVA + " or later")
                : Finding.ok("Java", text);
    }

    static Finding libav() {
        try {
            return Finding.ok("libav", CameraProbe.library());
        } catch (LinkageError | RuntimeException e) {
            return Finding.fail(
                    "libav",
                    "the native library cannot be loaded: " + e.getMessage(),
                    "use the jar for this operating system and CPU, and let"
                            + " NVR_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR name a folder"
                            + " that can be written and that programs may run from");
        }
    }

    static Finding model(DetectorOptions options) {
        ProgramFolders folders = ProgramFolders.of(System.getenv(), Path.of(""));
        ModelStore models = new ModelStore(folders.models(options.models()), new TorchFormat());
        try (Detector detector = new Detector(models, DetectorSettings.of(options))) {
            long start = System.nanoTime();
            detector.load(options.model());
            double seconds = (System.nanoTime() - start) / 1e9;
            Inference inference = detector.detect(new GreyFrame());
            return Finding.ok(
                    "model",
                    String.format(
                            Locale.ROOT,
                            "%s loads in %.1f s, one inference takes %.0f ms",
                            inference.modelId(),
                            seconds,
                            inference.inferenceTimeMs()));
        } catch (ModelException e) {
            return Finding.fail(
                    "model",
                    e.getMessage(),
                    e.isOfMachine() ? "" : "set --model to the id of a model, and --models");
        }
    }

    /** A picture with nothing on it. */
    private static final class GreyFrame implements Frame {
        private static final byte GREY = 114;

        @Override
        public int sourceId() {
            return 0;
        }

        @Override
        public long frameId() {
            return 1;
        }

        @Override
        public Instant capturedAt() {
            return Instant.now();
        }

        @Override
        public int width() {
            return 1280;
        }

        @Override
        public int height() {
            return 720;
        }

        @Override
        public void letterbox(Letterbox target, ByteBuffer rgb) {
            for (int i = 0; i < 3 * target.width() * target.height(); i++) {
                rgb.put(i, GREY);
            }
        }

        @Override
        public void close() {}
    }
}
