package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to the broker, in order: the queue of a {@code seda:} endpoint that gives
 * nothing out while its connection is down, and when full makes room by dropping a message, which
 * it counts: the oldest of those without the header {@value #KEEP}, or if all have it the oldest of
 * all, so that memory stays bounded. Adding never waits. Thread-safe.
 */
public final class Outbox extends LinkedBlockingDeque<Exchange> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Header of a message that must not be dropped while the broker is away. */
    public static final String KEEP = "NvrKeep";

    private final transient MqttLink link;
    private final int capacity;
    private final AtomicLong dropped = new AtomicLong();

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
        while (size() > capacity) {
            dropOldest();
        }
        return true;
    }

    @Override
    public Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        if (!link.awaitUp(Duration.of(timeout, unit.toChronoUnit()))) {
            return null;
        }
        return super.poll(timeout, unit);
    }

    /**
     * Called by the route when publishing failed: what must be kept is first in line again, unless
     * it is the message itself that cannot be sent; the rest is counted as dropped, since it may
     * have gone out and nothing is published twice.
     */
    public void failed(Exchange message) {
        Exception cause = message.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (mayDrop(message) || !(cause instanceof MqttException)) {
            dropped.incrementAndGet();
            LOG.debug("Not published", cause);
        } else {
            Exchange again = message.copy();
            again.setException(null);
            again.removeProperty(Exchange.EXCEPTION_CAUGHT);
            addFirst(again);
        }
    }

    private void dropOldest() {
        for (Exchange oldest : this) {
            if (mayDrop(oldest) && remove(oldest)) {
                dropped.incrementAndGet();
                return;
            }
        }
        if (pollFirst() != null) {
            dropped.incrementAndGet();
        }
    }

    private static boolean mayDrop(Exchange message) {
        return !message.getMessage().getHeader(KEEP, false, boolean.class);
    }
}
