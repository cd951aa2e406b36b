package org.cupertino.nvr.processor.inference.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cupertino.nvr.processor.inference.DetectorSettings;
import org.cupertino.nvr.processor.inference.ModelException;

/**
 * PyTorch as a whole. Every use of DJL starts here, so that its switches are set before its first
 * class reads them; what the command line says wins.
 */
final class Torch {
    static {
        // Offline: no download, no question to a cloud's metadata address, no telemetry.
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        // Workers times one thread beats one worker with many threads, whose barriers spin.
        setDefault("ai.djl.pytorch.num_threads", "1");
    }

    private Torch() {}

    /**
     * @param name as {@link DetectorSettings#device} describes
     * @throws ModelException if PyTorch cannot start or cannot use that device
     */
    static Device device(String name) throws ModelException {
        int gpus = engine().getGpuCount();
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        int number = name.startsWith("cuda:") ? Integer.parseInt(name.substring(5)) : 0;
        if (number >= gpus) {
            throw ModelException.ofMachine(
                    "The device %s is asked for, but PyTorch can use %d GPUs here"
                            .formatted(name, gpus),
                    null);
        }
        return Device.gpu(number);
    }

    /**
     * DJL looks for its engines with the thread's class loader, which under {@code camel run} is
     * not the one that this jar is in.
     */
    private static Engine engine() throws ModelException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Torch.class.getClassLoader());
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw unusable(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static ModelException unusable(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // The loader of the system names the file twice.
        String reason =
                String.valueOf(root.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("^(.+): \\1: ", "$1: ");
        return ModelException.ofMachine(
                "The native library of PyTorch cannot be used (%s); set DJL_CACHE_DIR to a folder with room for 500 MB that can be written and that programs may run from"
                        .formatted(reason),
                failure);
    }

    /** Whether this CPU multiplies bfloat16 natively; known on Linux only. */
    static boolean hasFastBf16() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512_bf16");
        } catch (IOException e) {
            return false;
        }
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
