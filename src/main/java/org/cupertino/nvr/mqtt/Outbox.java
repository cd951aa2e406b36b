package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.cupertino.nvr.routes.Holdable;
import org.cupertino.nvr.routes.RouteNames;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to the broker, in order: the queue of a {@code seda:} endpoint that gives
 * nothing out while its connection is down, and when full makes room by dropping a message, which
 * it counts: the oldest of those without the header {@value RouteNames#KEEP}, or if all have it the
 * oldest of all, so that memory stays bounded. Adding never waits. Thread-safe.
 */
public final class Outbox extends LinkedBlockingDeque<Exchange> implements Holdable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Of a message that must be kept, while the connection looks fine. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final transient MqttLink link;
    private final int capacity;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean held;
    private volatile long resumeAt = System.nanoTime();

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
        while (super.size() > capacity) {
            dropOldest();
        }
        return true;
    }

    @Override
    public Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        if (held) {
            TimeUnit.MILLISECONDS.sleep(5);
            return null;
        }
        long pause = resumeAt - System.nanoTime();
        if (pause > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, unit.toNanos(timeout)));
            return null;
        }
        if (!link.awaitUp(Duration.of(timeout, unit.toChronoUnit()))) {
            return null;
        }
        return super.poll(timeout, unit);
    }

    /**
     * From now on it looks empty to the route that takes from it, and keeps what it has for the
     * route that follows: so that one stops at once, and in order.
     */
    @Override
    public void hold() {
        held = true;
    }

    /** Gives out again. */
    @Override
    public void release() {
        held = false;
    }

    @Override
    public int size() {
        return held ? 0 : super.size();
    }

    @Override
    public void clear() {
        if (!held) {
            super.clear();
        }
    }

    /**
     * Called by the route when publishing failed: what must be kept is first in the queue again
     * after a short pause, unless it is the message itself that cannot be sent; the rest is counted
     * as dropped, since it may have gone out and nothing is published twice.
     */
    public void failed(Exchange message) {
        Exception cause = message.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!mayDrop(message) && !canBeSent(cause)) {
            dropped.incrementAndGet();
            LOG.atWarn()
                    .addKeyValue("event", "mqtt_message_unsendable")
                    .log("A message that was to be kept cannot be sent: {}", String.valueOf(cause));
        } else if (mayDrop(message)) {
            dropped.incrementAndGet();
            LOG.debug("Not published", cause);
        } else {
            Exchange again = message.copy();
            again.setException(null);
            again.removeProperty(Exchange.EXCEPTION_CAUGHT);
            resumeAt = System.nanoTime() + RETRY_AFTER.toNanos();
            addFirst(again);
        }
    }

    /** Not so what is larger than the broker takes, for one. */
    private static boolean canBeSent(Exception cause) {
        return cause instanceof MqttException e
                && e.getReasonCode() != MqttClientException.REASON_CODE_OUTGOING_PACKET_TOO_LARGE;
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
        return !message.getMessage().getHeader(RouteNames.KEEP, false, boolean.class);
    }
}
