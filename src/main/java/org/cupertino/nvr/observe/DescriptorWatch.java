package org.cupertino.nvr.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.timing.Lasting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once when nearly all file descriptors are in use, and again if it was better meanwhile. */
final class DescriptorWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorWatch.class);

    private final LongSupplier open;
    private final LongSupplier most;
    private boolean warned;

    DescriptorWatch(LongSupplier open, LongSupplier most) {
        this.open = open;
        this.most = most;
    }

    /** Looks once a minute until the context stops; does nothing where the system has no count. */
    static void start(CamelContext context) {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(context, "descriptors")
                    .scheduleWithFixedDelay(
                            new Lasting(
                                    "A look at the file descriptors",
                                    new DescriptorWatch(
                                            system::getOpenFileDescriptorCount,
                                            system::getMaxFileDescriptorCount)),
                            1,
                            1,
                            TimeUnit.MINUTES);
        }
    }

    @Override
    public void run() {
        double share = (double) open.getAsLong() / most.getAsLong();
        if (share > 0.9 && !warned) {
            warned = true;
            LOG.atWarn()
                    .addKeyValue("event", "descriptors_scarce")
                    .log(
                            "{} of {} file descriptors are in use: without one no camera and no"
                                    + " broker can be connected to; raise the limit (LimitNOFILE)",
                            open.getAsLong(),
                            most.getAsLong());
        } else if (share < 0.8) {
            warned = false;
        }
    }
}
