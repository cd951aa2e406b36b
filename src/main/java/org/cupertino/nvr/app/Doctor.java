package org.cupertino.nvr.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.site.SiteCameras;

/** Checks what a processor needs, all cameras at the same time. */
public final class Doctor {
    /** Beyond the longest time that a camera may take to open and to be measured. */
    private static final long AT_MOST_S = 90;

    private final ProcessorOptions options;
    private final Optional<Path> stills;
    private final Consumer<Finding> out;

    public Doctor(ProcessorOptions options, Optional<Path> stills, Consumer<Finding> out) {
        this.options = options;
        this.stills = stills;
        this.out = out;
    }

    /** Returns when all checks have ended, or are given up. */
    public void run() throws InterruptedException {
        out.accept(ProgramCheck.java());
        out.accept(ProgramCheck.libav());
        SiteCameras site = SiteCameras.of(options.cameras());
        Map<Integer, String> cameras = site.addresses();
        // Daemons, because a camera whose time is over may still be waited for by native code.
        ExecutorService pool =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "doctor");
                            thread.setDaemon(true);
                            return thread;
                        });
        CameraCheck camera = new CameraCheck(site, stills);
        pool.execute(() -> report("broker", new BrokerCheck(options)::run));
        cameras.forEach(
                (id, uri) -> pool.execute(() -> report("camera " + id, () -> camera.run(id, uri))));
        pool.shutdown();
        // Here, beside them: it takes the processor, they take the network.
        report("model", () -> ProgramCheck.model(options.detector()));
        if (cameras.isEmpty()) {
            print(
                    Finding.warn(
                            "cameras",
                            "none is configured",
                            "name some with --cameras or --stream, or send add_stream later"));
        }
        if (!pool.awaitTermination(AT_MOST_S, TimeUnit.SECONDS)) {
            print(
                    Finding.fail(
                            "doctor",
                            "some checks did not end within " + AT_MOST_S + " s",
                            "look at what has no line above"));
        }
    }

    private void report(String subject, Supplier<Finding> check) {
        Finding finding;
        try {
            finding = check.get();
        } catch (NoClassDefFoundError e) {
            finding = Finding.fail(subject, "no check without a native library", "see above");
        } catch (RuntimeException | LinkageError e) {
            finding = Finding.fail(subject, "the check failed: " + e, "report this as a bug");
        }
        print(finding);
    }

    private synchronized void print(Finding finding) {
        out.accept(finding);
    }
}
