package org.cupertino.nvr.routes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.seda.SedaConsumer;

/** Looks whether anything is on its way in routes, or in the queues they take from. */
final class RouteQuiet {
    private static final int LOOKS = 3;

    private final CamelContext context;

    RouteQuiet(CamelContext context) {
        this.context = context;
    }

    /**
     * Waits until nothing is on its way, without Camel's own lock: what is on its way may be a
     * command that wants that lock to add a camera.
     *
     * @return the first of the routes that is not through in time
     */
    Optional<String> firstBusy(List<String> routeIds, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        for (String id : routeIds) {
            // One quiet look is not enough: Camel does not count a message that was taken from a
            // queue a moment ago.
            for (int looks = 0; looks < LOOKS; looks = isQuiet(id) ? looks + 1 : 0) {
                if (System.nanoTime() > deadline) {
                    return Optional.of(id);
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
        return Optional.empty();
    }

    private boolean isQuiet(String id) {
        Queue<?> queue = queueOf(id);
        // What is in an outbox stays there for the route that follows.
        return (queue == null || queue instanceof Holdable || queue.isEmpty())
                && context.getInflightRepository().size(id) == 0;
    }

    /** The queue that a route takes from, or null. */
    Queue<?> queueOf(String id) {
        Route route = context.getRoute(id);
        return route != null && route.getConsumer() instanceof SedaConsumer seda
                ? seda.getEndpoint().getQueue()
                : null;
    }
}
