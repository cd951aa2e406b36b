package org.cupertino.nvr.routes;

import org.apache.camel.Consumer;

/** A connection whose subscriptions outlive the route that made them until it is released. */
public interface Subscriber extends Holdable {
    /**
     * Forgets a consumer that is about to stop, if it is of this connection. Its subscriptions end
     * with {@link #release} unless another consumer makes them again.
     */
    void forget(Consumer consumer);
}
