package org.cupertino.nvr.fleet.leader;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.cupertino.nvr.wire.Leader;

/**
 * Decides whether this orchestrator leads, by what it hears of others and for how long it hears
 * nothing. It knows neither connection nor thread. Thread-safe.
 */
final class Election {
    /** A leader says so once in this time. */
    static final Duration BEAT = Duration.ofSeconds(2);

    /** A leader that is silent for so long is gone. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** A leader whose connection broke may be back by then. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** Retained messages have arrived by then. */
    static final Duration LISTEN = Duration.ofMillis(300);

    /** Whoever claims at the same time has been heard by then. */
    static final Duration SETTLE = Duration.ofMillis(700);

    enum State {
        /** Looks for a leader. */
        LISTENING,
        /** Another one leads. */
        STANDBY,
        /** Has said that it wants to lead. */
        CLAIMING,
        LEADING,
        /** Has led, and another one leads now: for good. */
        SUPERSEDED
    }

    private final String token;
    private final LongSupplier nanos;
    private final Set<String> ended = new HashSet<>();
    private State state = State.LISTENING;
    private Leader other;
    private long term;
    private long until;
    private boolean publish;

    /**
     * @param nanos a monotonic clock
     */
    Election(String token, LongSupplier nanos) {
        this.token = token;
        this.nanos = nanos;
        until = in(LISTEN);
    }

    /**
     * The broker may still have a message of one of these, which is no sign of life; a second one
     * is.
     */
    synchronized void follows(Set<String> tokens) {
        ended.addAll(tokens);
    }

    synchronized State state() {
        return state;
    }

    synchronized long term() {
        return term;
    }

    /** The one that leads or claims, if it is another. */
    synchronized Optional<Leader> other() {
        return Optional.ofNullable(other);
    }

    /** The connection is up, and retained messages are to come. Silence before proves nothing. */
    synchronized void connected() {
        switch (state) {
            case LISTENING, CLAIMING -> listen(LISTEN);
            case STANDBY -> until = in(SILENCE);
            case LEADING -> publish = true;
            case SUPERSEDED -> publish = false;
        }
    }

    /** A message of any orchestrator, also of this one. */
    synchronized void heard(Leader message) {
        if (message.token().equals(token) || state == State.SUPERSEDED) {
            return;
        }
        if (ended.remove(message.token())) {
            term = Math.max(term, message.term());
            return;
        }
        if (state == State.LEADING) {
            if (message.leading() && isBefore(message)) {
                state = State.SUPERSEDED;
                other = message;
            } else {
                publish = true;
            }
        } else if (state == State.STANDBY || message.leading() || isBefore(message)) {
            state = State.STANDBY;
            other = message;
            until = in(SILENCE);
        } else {
            publish = state == State.CLAIMING;
        }
    }

    private boolean isBefore(Leader message) {
        return message.term() != term
                ? message.term() > term
                : message.token().compareTo(token) < 0;
    }

    /** The leader said goodbye, or the broker published its will. */
    synchronized void cleared() {
        if (state == State.STANDBY || state == State.LISTENING) {
            listen(GRACE);
        } else {
            publish = state != State.SUPERSEDED;
        }
    }

    /**
     * Lets time pass; to be called while the connection is up.
     *
     * @return whether to publish the state and the term now
     */
    synchronized boolean tick() {
        boolean due = nanos.getAsLong() - until >= 0;
        if (due && (state == State.LISTENING || state == State.STANDBY)) {
            term = other == null ? term + 1 : Math.max(term, other.term()) + 1;
            enter(State.CLAIMING, SETTLE);
        } else if (due && (state == State.CLAIMING || state == State.LEADING)) {
            other = null;
            enter(State.LEADING, BEAT);
        }
        boolean now = publish;
        publish = false;
        return now;
    }

    private void enter(State next, Duration time) {
        state = next;
        until = in(time);
        publish = true;
    }

    private void listen(Duration time) {
        state = State.LISTENING;
        until = in(time);
    }

    private long in(Duration time) {
        return nanos.getAsLong() + time.toNanos();
    }
}
