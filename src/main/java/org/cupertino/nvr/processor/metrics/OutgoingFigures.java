package org.cupertino.nvr.processor.metrics;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What a connection that publishes has counted, read whenever the meters are.
 *
 * @param published messages published
 * @param publishNanos time spent publishing them, nanoseconds
 * @param dropped messages dropped because the broker was away too long or does not take them
 * @param waiting messages that wait for the broker now
 */
public record OutgoingFigures(
        LongSupplier published,
        LongSupplier publishNanos,
        LongSupplier dropped,
        IntSupplier waiting) {}
