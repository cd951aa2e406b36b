package org.cupertino.nvr.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory, CPU, threads and files of the process, under the names that dashboards know. */
public final class ProcessMeters {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMeters() {}

    /** To be called once for a registry. */
    public static void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Gauge.builder("process.resident.memory", () -> bytes("VmRSS:"))
                .baseUnit("bytes")
                .description(
                        "Memory in RAM: the Java heap, all that libav and PyTorch hold, and the"
                                + " files of the program; NaN where it is not known")
                .register(registry);
        Gauge.builder("process.native.memory", ProcessMeters::nativeBytes)
                .baseUnit("bytes")
                .description(
                        "Of the resident memory what is neither a file's nor Java's: what libav and PyTorch hold,"
                                + " and the stacks of threads; NaN where it is not known")
                .register(registry);
    }

    /** Too low as long as Java has committed pages that it never used. */
    private static double nativeBytes() {
        MemoryMXBean java = ManagementFactory.getMemoryMXBean();
        long committed =
                java.getHeapMemoryUsage().getCommitted()
                        + java.getNonHeapMemoryUsage().getCommitted();
        double anonymous = bytes("RssAnon:");
        return Double.isNaN(anonymous) ? anonymous : Math.max(0, anonymous - committed);
    }

    /** What Linux says; NaN elsewhere. */
    private static double bytes(String key) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
