package org.cupertino.nvr.observe;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.cupertino.nvr.timing.Lasting;

/**
 * Ends a process whose heap is so full that it does little but collect garbage. It would limp for
 * minutes before Java gives up, and lose frames with nobody to count them; started anew it works.
 */
final class HeapWatch implements Runnable {
    static final long LOOK_EVERY_S = 3;

    /** Share of the time. A process that works takes a few hundredths. */
    private static final double MOST = 0.7;

    /** One look may be of a machine that stood still. */
    private static final int LOOKS = 3;

    private final LongSupplier collectedMillis;
    private final LongSupplier nanos;
    private long collectedBefore;
    private long before;
    private int full;

    /**
     * @param collectedMillis time spent with garbage so far
     */
    HeapWatch(LongSupplier collectedMillis, LongSupplier nanos) {
        this.collectedMillis = collectedMillis;
        this.nanos = nanos;
        collectedBefore = collectedMillis.getAsLong();
        before = nanos.getAsLong();
    }

    /** Looks until the context stops. */
    static void start(CamelContext context) {
        ScheduledExecutorService looker =
                context.getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(context, "heap");
        looker.scheduleAtFixedRate(
                new Lasting(
                        "A look at the heap",
                        new HeapWatch(HeapWatch::collected, System::nanoTime)),
                LOOK_EVERY_S,
                LOOK_EVERY_S,
                TimeUnit.SECONDS);
    }

    private static long collected() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /**
     * @throws OutOfMemoryError if the heap has been full for some looks; whoever catches it ends
     *     the process
     */
    @Override
    public void run() {
        long collected = collectedMillis.getAsLong();
        long now = nanos.getAsLong();
        double share = (collected - collectedBefore) * 1e6 / (now - before);
        collectedBefore = collected;
        before = now;
        full = share > MOST ? full + 1 : 0;
        if (full == LOOKS) {
            throw new OutOfMemoryError("nearly all time goes into collecting garbage");
        }
    }
}
