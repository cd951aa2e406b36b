package org.cupertino.nvr.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cupertino.nvr.timing.Lasting;

/**
 * Which processors hear commands. A status proves nothing: the broker keeps it when its processor
 * is gone for good, and anyone may have published it. So a processor counts from its first answer
 * to a command of ours, and until three of its metrics intervals have passed without metrics or
 * another answer. Who does not count is pinged, all in one command. Thread-safe.
 */
final class Presence implements AutoCloseable {
    private static final int INTERVALS = 3;
    private static final int MOST_NAMED = 50;
    private static final int MOST_KNOWN = 10_000;
    private static final Duration FIRST_DELAY = Duration.ofMillis(20);
    private static final Duration PING_EVERY = Duration.ofMillis(400);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration METRICS_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    /** Begins the id of each ping, so that an answer to it can be told from others. */
    private final String mark = Request.newId();

    private final Consumer<Request> send;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final Map<String, Duration> intervals = new ConcurrentHashMap<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final Set<String> toAsk = new TreeSet<>();
    private boolean started;
    private boolean all;
    private boolean scheduled;
    private long lastPing = System.nanoTime() - PING_EVERY.toNanos();
    private int pings;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread pinger = new Thread(task, "presence");
                        pinger.setDaemon(true);
                        return pinger;
                    });

    /**
     * @param send publishes a command, and may wait
     */
    Presence(Consumer<Request> send) {
        this.send = send;
    }

    /** Begins to ping; until then nothing is sent. */
    synchronized void start() {
        started = true;
    }

    /** Pings everybody: what is retained is of unknown age. */
    synchronized void connected() {
        all = true;
        schedule();
    }

    /**
     * A status came.
     *
     * @param gone whether it says that its processor ends or has ended, which is a hint only
     * @param metricsEvery seconds, or 0 where it does not say
     */
    void status(String instance, boolean gone, double metricsEvery) {
        if (metricsEvery > 0) {
            double seconds = Math.min(metricsEvery, LONGEST_INTERVAL.toSeconds());
            intervals.put(instance, Duration.ofMillis((long) (seconds * 1_000)));
        }
        if (gone == isCounted(instance)) {
            ask(instance);
        }
    }

    /** Metrics came. */
    void metrics(String instance) {
        if (isCounted(instance)) {
            heard.put(instance, System.nanoTime());
        } else {
            ask(instance);
        }
    }

    /** Whether this is an answer to a ping of this object. */
    boolean isAnswer(String requestId) {
        return requestId.startsWith(mark);
    }

    void answered(String instance) {
        heard.put(instance, System.nanoTime());
    }

    /** It did not answer in time. */
    void silent(String instance) {
        heard.remove(instance);
        ask(instance);
    }

    /** Whether it counts. If not, it is asked again now and then. */
    boolean answers(String instance) {
        boolean counted = isCounted(instance);
        long now = System.nanoTime();
        if (!counted
                && now - asked.getOrDefault(instance, now - ASK_AGAIN_AFTER.toNanos())
                        >= ASK_AGAIN_AFTER.toNanos()) {
            ask(instance);
        }
        return counted;
    }

    /** Its status was cleared. */
    void forget(String instance) {
        intervals.remove(instance);
        asked.remove(instance);
    }

    private boolean isCounted(String instance) {
        Long last = heard.get(instance);
        if (last == null) {
            return false;
        }
        Duration interval = intervals.getOrDefault(instance, METRICS_EVERY);
        boolean lately = System.nanoTime() - last < interval.multipliedBy(INTERVALS).toNanos();
        if (!lately) {
            heard.remove(instance, last);
        }
        return lately;
    }

    private synchronized void ask(String instance) {
        if (started) {
            toAsk.add(instance);
            schedule();
        }
    }

    private synchronized void schedule() {
        if (!scheduled && !thread.isShutdown()) {
            scheduled = true;
            long delay =
                    Math.max(
                            FIRST_DELAY.toNanos(),
                            lastPing + PING_EVERY.toNanos() - System.nanoTime());
            thread.schedule(new Lasting("A ping", this::ping), delay, TimeUnit.NANOSECONDS);
        }
    }

    private void ping() {
        send.accept(next());
    }

    private synchronized Request next() {
        scheduled = false;
        lastPing = System.nanoTime();
        if (asked.size() + intervals.size() > MOST_KNOWN) {
            asked.clear();
            intervals.clear();
        }
        toAsk.forEach(instance -> asked.put(instance, lastPing));
        List<String> targets = all || toAsk.size() > MOST_NAMED ? List.of() : List.copyOf(toAsk);
        toAsk.clear();
        all = false;
        return new Request("ping", Map.of(), targets, mark + "-" + ++pings, null);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
