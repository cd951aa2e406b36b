package org.cupertino.nvr.mqtt;

import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.cupertino.nvr.routes.Holdable;
import org.cupertino.nvr.routes.RouteNames;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to the broker, in order: the queue of a {@code seda:} endpoint. Adding
 * never waits. Of those with the same value in the header {@value RouteNames#REPLACES} only the
 * newest waits. When full it drops one and counts it: the oldest of those without the header
 * {@value RouteNames#KEEP}, or if all have it the oldest of all. Thread-safe.
 *
 * <p>As a queue it holds what may be taken now: while it is held that is nothing. Taking waits for
 * the connection as well. {@link #waiting()} counts what is in it in any case.
 */
public final class Outbox extends AbstractQueue<Exchange>
        implements BlockingQueue<Exchange>, Holdable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Of a message that must be kept, while the connection looks fine. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    /** A broker that cuts the connection because of a message does so at once. */
    private static final Duration RIGHT_BEHIND = Duration.ofSeconds(2);

    private static final int MOST_LOSSES = 2;

    private static final String LOSSES = "NvrLosses";

    /** Failures that the same message would have again. */
    private static final Set<Integer> REFUSED =
            Set.of(
                    MqttClientException.REASON_CODE_OUTGOING_PACKET_TOO_LARGE,
                    MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);

    /** Failures of a publish that do not mean that the broker cut the connection behind it. */
    private static final Set<Integer> NO_LOSS =
            Set.of(
                    (int) MqttClientException.REASON_CODE_CLIENT_TIMEOUT,
                    (int) MqttClientException.REASON_CODE_WRITE_TIMEOUT,
                    (int) MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    (int) MqttClientException.REASON_CODE_CLIENT_DISCONNECTING,
                    (int) MqttClientException.REASON_CODE_CLIENT_CLOSED,
                    (int) MqttClientException.REASON_CODE_MAX_INFLIGHT);

    private final MqttLink link;
    private final int capacity;
    private final Deque<Exchange> messages = new ArrayDeque<>();
    private long dropped;
    private boolean held;
    private long resumeAt = System.nanoTime();
    private long takenAt = resumeAt;

    /**
     * @param capacity messages kept while the broker is away
     */
    public Outbox(MqttLink link, int capacity) {
        this.link = link;
        this.capacity = capacity;
    }

    /**
     * Messages dropped so far: the broker was away too long, does not take them, or a delivery
     * failed.
     */
    public synchronized long dropped() {
        return dropped;
    }

    /** Messages that wait, also while it is held. */
    public synchronized int waiting() {
        return messages.size();
    }

    @Override
    public synchronized boolean offer(Exchange message) {
        String replaces = replaces(message);
        if (replaces != null) {
            messages.removeIf(old -> replaces.equals(replaces(old)));
        }
        messages.addLast(message);
        if (messages.size() > capacity) {
            dropOldest();
        }
        notifyAll();
        return true;
    }

    @Override
    public boolean offer(Exchange message, long timeout, TimeUnit unit) {
        return offer(message);
    }

    @Override
    public void put(Exchange message) {
        offer(message);
    }

    @Override
    public Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        if (!awaitMessage(deadline)
                || !link.awaitUp(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
            return null;
        }
        return poll();
    }

    private synchronized boolean awaitMessage(long deadline) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            if (!isEmpty() && now - resumeAt >= 0) {
                return true;
            }
            long until = isEmpty() || deadline - resumeAt < 0 ? deadline : resumeAt;
            if (deadline - now <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, until - now);
        }
    }

    @Override
    public synchronized Exchange poll() {
        takenAt = System.nanoTime();
        return held ? null : messages.pollFirst();
    }

    @Override
    public Exchange take() throws InterruptedException {
        Exchange next = null;
        while (next == null) {
            next = poll(1, TimeUnit.SECONDS);
        }
        return next;
    }

    @Override
    public synchronized Exchange peek() {
        return held ? null : messages.peekFirst();
    }

    @Override
    public int drainTo(Collection<? super Exchange> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public synchronized int drainTo(Collection<? super Exchange> target, int most) {
        int moved = 0;
        for (; moved < most && !isEmpty(); moved++) {
            target.add(poll());
        }
        return moved;
    }

    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public synchronized int size() {
        return held ? 0 : messages.size();
    }

    /** Over what is in it now. */
    @Override
    public synchronized Iterator<Exchange> iterator() {
        return held ? List.<Exchange>of().iterator() : List.copyOf(messages).iterator();
    }

    @Override
    public synchronized boolean remove(Object message) {
        return !held && messages.remove(message);
    }

    @Override
    public synchronized void clear() {
        if (!held) {
            messages.clear();
        }
    }

    /** What is in it waits for the route that follows, so that this one stops at once. */
    @Override
    public synchronized void hold() {
        held = true;
    }

    @Override
    public synchronized void release() {
        held = false;
        notifyAll();
    }

    /**
     * Called by the route when publishing failed: what must be kept is first in the queue again
     * after a short pause, unless a newer one replaces it or it is the message itself that cannot
     * be sent; the rest is counted as dropped, since it may have gone out and nothing is published
     * twice.
     */
    public synchronized void failed(Exchange message) {
        Exception cause = message.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        int losses = message.getProperty(LOSSES, 0, int.class) + (isLoss(cause) ? 1 : 0);
        if (mayDrop(message)) {
            dropped++;
            LOG.debug("Not published", cause);
        } else if (isRefused(cause)) {
            dropped++;
        } else if (!(cause instanceof MqttException)) {
            dropped++;
            LOG.atWarn()
                    .addKeyValue("event", "mqtt_message_unsendable")
                    .log("A message that was to be kept cannot be sent: {}", String.valueOf(cause));
        } else if (losses >= MOST_LOSSES) {
            dropped++;
            link.cutOffBehind(message);
        } else {
            sendAgain(message, losses);
        }
    }

    private void sendAgain(Exchange message, int losses) {
        String replaces = replaces(message);
        if (replaces != null && messages.stream().anyMatch(m -> replaces.equals(replaces(m)))) {
            return;
        }
        Exchange again = message.copy();
        again.setException(null);
        again.removeProperty(Exchange.EXCEPTION_CAUGHT);
        again.setProperty(LOSSES, losses);
        resumeAt = System.nanoTime() + RETRY_AFTER.toNanos();
        messages.addFirst(again);
        notifyAll();
    }

    private boolean isLoss(Exception cause) {
        return cause instanceof MqttException e
                && !NO_LOSS.contains(e.getReasonCode())
                && System.nanoTime() - takenAt < RIGHT_BEHIND.toNanos();
    }

    /**
     * By the broker, or since it is larger than the broker takes: the same again, if sent again.
     */
    private static boolean isRefused(Exception cause) {
        return cause instanceof MqttException e && REFUSED.contains(e.getReasonCode());
    }

    private void dropOldest() {
        dropped++;
        for (Iterator<Exchange> all = messages.iterator(); all.hasNext(); ) {
            if (mayDrop(all.next())) {
                all.remove();
                return;
            }
        }
        messages.removeFirst();
    }

    private static boolean mayDrop(Exchange message) {
        return !message.getMessage().getHeader(RouteNames.KEEP, false, boolean.class);
    }

    private static String replaces(Exchange message) {
        return message.getMessage().getHeader(RouteNames.REPLACES, String.class);
    }
}
