package org.cupertino.nvr.fleet.wall;

import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A browser that is connected. What it is too slow for waits, the newest of each thing. Not
 * thread-safe, apart from {@link #visitor} and {@link #id}.
 */
final class Page {
    /** More than there can be cameras, processors and rooms. */
    private static final int MOST_WAITING = 10_000;

    private final String id;
    private final Visitor visitor;
    private final BooleanSupplier isStillIn;
    private final HttpServerResponse out;
    private final Map<Update.Key, String> waiting = new LinkedHashMap<>();
    private Set<Integer> cameras = Set.of();
    private int width;
    private long lookedAt;

    /**
     * @param id that the page has from now on
     */
    Page(String id, Visitor visitor, BooleanSupplier isStillIn, HttpServerResponse out) {
        this.id = id;
        this.visitor = visitor;
        this.isStillIn = isStillIn;
        this.out = out;
    }

    String id() {
        return id;
    }

    Visitor visitor() {
        return visitor;
    }

    boolean isStillIn() {
        return isStillIn.getAsBoolean();
    }

    /**
     * @param text an event as it is sent
     */
    void offer(Update.Key key, String text) {
        waiting.put(key, text);
        if (waiting.size() > MOST_WAITING) {
            waiting.clear();
            out.reset();
        }
    }

    /** Sends what waits, as far as it goes. */
    void flush() {
        Iterator<String> each = waiting.values().iterator();
        while (each.hasNext() && !out.closed() && !out.writeQueueFull()) {
            out.write(each.next());
            each.remove();
        }
    }

    /** Sends a comment, so that the browser knows that the wall is there. */
    void beat() {
        if (!out.closed() && !out.writeQueueFull()) {
            out.write(": \n\n");
        }
    }

    /** Ends it: the browser comes again, or is sent to the login. */
    void end() {
        if (!out.closed()) {
            out.end();
        }
    }

    /**
     * It shows these cameras.
     *
     * @param widest pixels that a picture is to have
     * @param nanos as by {@link System#nanoTime}
     */
    void looksAt(Set<Integer> some, int widest, long nanos) {
        cameras = some;
        width = widest;
        lookedAt = nanos;
    }

    /** The cameras that it has shown within the time. */
    Set<Integer> cameras(long nanos, long withinNanos) {
        return nanos - lookedAt < withinNanos ? cameras : Set.of();
    }

    int width() {
        return width;
    }
}
