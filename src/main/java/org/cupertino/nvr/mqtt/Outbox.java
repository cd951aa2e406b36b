package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * Messages on their way to the broker, in order: the queue of a {@code seda:} endpoint that gives
 * nothing out while its connection is down, and when full makes room by dropping the oldest message
 * that may be dropped (those without the header {@value #KEEP}), which it counts. Adding never
 * waits. Thread-safe.
 */
public final class Outbox extends LinkedBlockingDeque<Exchange> {
    private static final long serialVersionUID = 1L;

    /** Header of a message that must not be dropped while the broker is away. */
    public static final String KEEP = "NvrKeep";

    private final transient MqttLink link;
    private final int capacity;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    /**
     * @param capacity messages kept while the broker is away
     */
    public Outbox(MqttLink link, int capacity) {
        this.link = link;
        this.capacity = capacity;
    }

    /** Messages dropped so far, because the broker was away too long or a delivery failed. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public boolean add(Exchange message) {
        addLast(message);
        while (size() > capacity && dropOldest()) {
            dropped.incrementAndGet();
        }
        return true;
    }

    @Override
    public Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        if (!link.awaitUp(Duration.of(timeout, unit.toChronoUnit()))) {
            return null;
        }
        Exchange message = super.poll(timeout, unit);
        if (message != null) {
            taken.incrementAndGet();
        }
        return message;
    }

    /** Called by the route when a message was published. */
    public void delivered() {
        done.incrementAndGet();
    }

    /**
     * Called by the route when publishing failed: what must be kept is first in line again, the
     * rest is counted as dropped, since it may have gone out and nothing is published twice.
     */
    public void failed(Exchange message) {
        done.incrementAndGet();
        if (mayDrop(message)) {
            dropped.incrementAndGet();
        } else {
            Exchange again = message.copy();
            again.setException(null);
            again.removeProperty(Exchange.EXCEPTION_CAUGHT);
            addFirst(again);
        }
    }

    /** True when everything added so far has been published, false if that takes too long. */
    public boolean awaitEmpty(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!isEmpty() || done.get() < taken.get()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    private boolean dropOldest() {
        for (Iterator<Exchange> oldest = iterator(); oldest.hasNext(); ) {
            if (mayDrop(oldest.next())) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean mayDrop(Exchange message) {
        return !message.getMessage().getHeader(KEEP, false, boolean.class);
    }
}
