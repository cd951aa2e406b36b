package org.cupertino.nvr.processor.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The meters of the connections to the broker. Not thread-safe. */
final class ConnectionMeters {
    private record Connection(String role, BooleanSupplier ready, OutgoingFigures outgoing) {}

    private final List<Connection> connections = new ArrayList<>();
    private final List<FunctionCounter> dropped = new ArrayList<>();

    /**
     * @param outgoing or null for a connection that publishes nothing
     */
    void add(String role, BooleanSupplier ready, OutgoingFigures outgoing) {
        connections.add(new Connection(role, ready, outgoing));
    }

    /** Makes the meters of all connections, in the place of those made before. */
    void register(MeterGroup group) {
        dropped.clear();
        connections.forEach(connection -> register(connection, group));
    }

    private void register(Connection connection, MeterGroup group) {
        Tags role = Tags.of("connection", connection.role());
        group.gauge(
                "nvr.mqtt.connected",
                null,
                "1 if connected and every subscription is granted, else 0",
                role,
                () -> connection.ready().getAsBoolean() ? 1 : 0);
        OutgoingFigures outgoing = connection.outgoing();
        if (outgoing != null) {
            group.times(
                    "nvr.publish",
                    "Publishing one message to the broker",
                    role,
                    outgoing.published(),
                    outgoing.publishNanos());
            dropped.add(
                    group.count(
                            "nvr.messages.dropped",
                            "Messages that did not go out: the broker was away, or does not take them",
                            role,
                            outgoing.dropped()));
            group.gauge(
                    "nvr.messages.waiting",
                    null,
                    "Messages that wait for the broker",
                    role,
                    () -> outgoing.waiting().getAsInt());
        }
    }

    /** Messages dropped so far, over all connections. */
    long messagesDropped() {
        return (long) dropped.stream().mapToDouble(FunctionCounter::count).sum();
    }
}
