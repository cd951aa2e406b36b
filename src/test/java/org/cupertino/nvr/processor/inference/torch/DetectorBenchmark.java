package org.cupertino.nvr.processor.inference.torch;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ModelFile;
import org.cupertino.nvr.processor.inference.ModelStore;
import org.cupertino.nvr.support.PngFrame;

/**
 * How many frames a second {@link Detector#detect} does (copying the picture, network, boxes; not
 * scaling, which is the frame's part) against the same network alone, called in a loop on a tensor
 * that is ready, with the same number of threads. Both take turns, so that a busy machine disturbs
 * both.
 *
 * <p>{@code mvn -q -Pbenchmark test-compile exec:exec -Dbenchmark.args="nanodet-g AUTO frame.png"};
 * arguments, all optional: model id, precision, picture that a camera may give.
 */
final class DetectorBenchmark {
    private static final int ROUNDS = 41;
    private static final long ROUND_NANOS = 500_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DetectorBenchmark() {}

    public static void main(String[] args) throws Exception {
        String modelId = args.length > 0 ? args[0] : "nanodet-g";
        Precision precision = Precision.valueOf(args.length > 1 ? args[1] : "AUTO");
        if (precision == Precision.AUTO) {
            precision = Torch.hasFastBf16() ? Precision.BF16 : Precision.FP32;
        }
        PngFrame frame =
                args.length > 2
                        ? PngFrame.of(Files.newInputStream(Path.of(args[2])))
                        : PngFrame.of(
                                DetectorBenchmark.class.getResourceAsStream(
                                        "/reference/people-768x576-10fps-0-letterbox416.png"));
        ModelStore store = new ModelStore(Path.of("models"), new TorchFormat());
        ModelFile file = store.find(modelId);
        verifySpeed(file);
        DetectorSettings settings =
                new DetectorSettings(
                        "cpu",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Set.of(),
                        precision,
                        300);
        try (Detector detector = new Detector(store, settings);
                Model model = bare(file, precision)) {
            detector.load(modelId);
            for (int threads = 1;
                    threads <= Runtime.getRuntime().availableProcessors();
                    threads++) {
                compare(modelId + " " + precision, threads, detector, frame, model, file);
            }
        }
    }

    private static void compare(
            String title,
            int threads,
            Detector detector,
            PngFrame frame,
            Model model,
            ModelFile file)
            throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<double[]> whole = new ArrayList<>();
        List<double[]> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            whole.add(round(workers, threads, () -> worker(() -> detector.detect(frame))));
            alone.add(round(workers, threads, () -> bareWorker(model, frame, file)));
        }
        workers.shutdown();
        System.out.printf(
                "%s, %d threads: detect %.1f frames/s, %.1f CPU-ms; network alone %.1f frames/s,"
                        + " %.1f CPU-ms; ratio %.3f by frames/s, %.3f by CPU%n",
                title,
                threads,
                median(whole, 0),
                median(whole, 1),
                median(alone, 0),
                median(alone, 1),
                median(quotients(whole, alone), 0),
                median(quotients(alone, whole), 1));
    }

    /** Frames a second and CPU milliseconds a frame of all workers together. */
    private static double[] round(ExecutorService workers, int threads, Callable<double[]> worker)
            throws Exception {
        List<Future<double[]>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            results.add(workers.submit(worker));
        }
        double framesPerSecond = 0;
        double cpuMillis = 0;
        for (Future<double[]> result : results) {
            framesPerSecond += result.get()[0];
            cpuMillis += result.get()[1] / threads;
        }
        return new double[] {framesPerSecond, cpuMillis};
    }

    private static double[] bareWorker(Model model, PngFrame frame, ModelFile file)
            throws Exception {
        int width = file.inputWidth();
        int height = file.inputHeight();
        ByteBuffer picture = ByteBuffer.allocateDirect(3 * width * height);
        frame.letterbox(Letterbox.fit(frame.width(), frame.height(), width, height), picture);
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray input =
                    manager.create(picture, new Shape(1, height, width, 3), DataType.UINT8)
                            .transpose(0, 3, 1, 2)
                            .toType(DataType.FLOAT32, false)
                            .divi(255f);
            ParameterStore parameters = new ParameterStore(manager, false);
            return worker(
                    () -> {
                        NDList inputs = new NDList(input);
                        try (NDList outputs = model.getBlock().forward(parameters, inputs, false)) {
                            return outputs.size();
                        }
                    });
        }
    }

    private static double[] worker(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        int frames = 0;
        while (System.nanoTime() - start < ROUND_NANOS) {
            work.call();
            frames++;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new double[] {
            frames / seconds, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / frames
        };
    }

    private static Model bare(ModelFile file, Precision precision) throws Exception {
        Model model = Model.newInstance("bare", Device.cpu(), "PyTorch");
        Path archive = file.path();
        if (precision == Precision.BF16) {
            archive = Files.createTempFile("bare", ".torchscript");
            try (TorchArchive original = TorchArchive.open(file.path())) {
                Bf16Archive.write(original, archive);
            }
        }
        model.load(archive, null, Map.of());
        if (precision == Precision.BF16) {
            Files.delete(archive);
        }
        return model;
    }

    private static void verifySpeed(ModelFile file) throws Exception {
        double[] millis = new double[5];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            try (TorchArchive archive = TorchArchive.open(file.path())) {
                archive.verify();
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf("checksums of the archive: %.0f ms%n", millis[millis.length / 2]);
    }

    /** Round by round, as the rounds of a pair are close in time. */
    private static List<double[]> quotients(List<double[]> over, List<double[]> under) {
        List<double[]> quotients = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double[] a = over.get(round);
            double[] b = under.get(round);
            quotients.add(new double[] {a[0] / b[0], a[1] / b[1]});
        }
        return quotients;
    }

    private static double median(List<double[]> rounds, int column) {
        return rounds.stream()
                .mapToDouble(round -> round[column])
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }
}
