package org.cupertino.nvr.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Puts the routes of a file that was edited in the place of those it had, in the running context.
 * Only routes that differ are touched, one after the other, each when nothing is on its way in it.
 * Commands that arrive meanwhile wait in their {@link Subscriber}; callers of a route wait for it.
 */
final class RouteSwap {
    private static final long QUIET_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STOP_WITHIN_S = 2;

    private final CamelContext context;
    private final Model model;
    private final Renewal fromTemplates;

    /** A route works on something that takes long; nothing was changed. */
    static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException(String routeId) {
            super("the route " + routeId + " is busy, trying again");
        }
    }

    RouteSwap(CamelContext context, Renewal fromTemplates) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.fromTemplates = fromTemplates;
    }

    /**
     * @param file its name
     * @param before its text so far, or null if it is new
     * @param files text of all files from now on, by name; this one is not among them if it is gone
     * @param all whether to replace what did not change as well
     * @return how many routes were removed or made; those of cameras count as one
     * @throws BusyException if it must wait
     * @throws Exception if it failed half-way
     */
    int apply(String file, String before, Map<String, String> files, boolean all) throws Exception {
        String after = files.get(file);
        RouteOutline old = RouteOutline.of(before);
        RouteOutline next = RouteOutline.of(after);
        RouteBuilder builder = null;
        List<RouteDefinition> current = routesOf(file);
        Set<String> kept = new HashSet<>();
        current.stream()
                .map(RouteDefinition::getId)
                .filter(id -> !all && old.sameRoute(next, id))
                .forEach(kept::add);
        current.removeIf(route -> kept.contains(route.getId()));

        Set<Subscriber> links = links();
        links.forEach(Holdable::hold);
        Set<Holdable> outboxes = new HashSet<>();
        try {
            for (RouteDefinition route : current) {
                if (!awaitQuiet(route.getId())) {
                    throw new BusyException(route.getId());
                }
                if (queueOf(route.getId()) instanceof Holdable outbox) {
                    outbox.hold();
                    outboxes.add(outbox);
                }
            }
            if (!old.configurations().equals(next.configurations())) {
                renewConfigurations(files);
            }
            List<RouteTemplateDefinition> oldTemplates =
                    model.getRouteTemplateDefinitions().stream()
                            .filter(t -> RouteFolder.fileName(t.getLocation()).equals(file))
                            .toList();
            List<RouteDefinition> made = new ArrayList<>();
            if (after != null) {
                builder = RouteFolder.load(context, Map.entry(file, after));
                builder.prepareModel(context);
                made.addAll(builder.getRouteCollection().getRoutes());
                made.removeIf(route -> kept.contains(route.getId()));
            }
            // The first of an id counts, so there is none only while a file loses it.
            model.removeRouteTemplateDefinitions(oldTemplates);
            replace(current, made);
            if (builder != null && !next.rest().equals(old.rest())) {
                builder.addTemplatedRoutesToCamelContext(context);
            }
            if (all && !next.templates().isEmpty() || !old.templates().equals(next.templates())) {
                fromTemplates.renew();
                return current.size() + made.size() + 1;
            }
            return current.size() + made.size();
        } finally {
            outboxes.forEach(Holdable::release);
            links.forEach(Holdable::release);
        }
    }

    /** All of them, since Camel does not say which file one is from. */
    private void renewConfigurations(Map<String, String> files) throws Exception {
        List<RouteBuilder> builders = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            builders.add(RouteFolder.load(context, file));
        }
        model.getRouteConfigurationDefinitions().clear();
        for (RouteBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
        }
    }

    /** Those that are called from others are away the shortest; those that call come back last. */
    private void replace(List<RouteDefinition> old, List<RouteDefinition> made) throws Exception {
        List<RouteDefinition> left = new ArrayList<>(made);
        List<RouteDefinition> swapped = new ArrayList<>();
        for (RouteDefinition route : old) {
            if (isCalled(route) && left.stream().anyMatch(other -> sameInput(route, other))) {
                swapped.add(route);
            } else {
                remove(route);
            }
        }
        for (RouteDefinition route : swapped) {
            RouteDefinition other =
                    left.stream().filter(item -> sameInput(route, item)).findFirst().orElseThrow();
            left.remove(other);
            remove(route);
            model.addRouteDefinition(other);
        }
        for (boolean called : new boolean[] {true, false}) {
            for (RouteDefinition route : left) {
                if (isCalled(route) == called) {
                    model.addRouteDefinition(route);
                }
            }
        }
    }

    private static boolean isCalled(RouteDefinition route) {
        return route.getInput().getEndpointUri().matches("(direct|seda):.*");
    }

    private static boolean sameInput(RouteDefinition one, RouteDefinition other) {
        return one.getInput().getEndpointUri().equals(other.getInput().getEndpointUri())
                && one.getId() != null
                && one.getId().equals(other.getId());
    }

    private List<RouteDefinition> routesOf(String file) {
        List<RouteDefinition> routes = new ArrayList<>();
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (!Boolean.TRUE.equals(route.isTemplate())
                    && RouteFolder.fileName(route.getInput().getLocation()).equals(file)) {
                routes.add(route);
            }
        }
        return routes;
    }

    private void remove(RouteDefinition definition) throws Exception {
        String id = definition.getId();
        Route route = context.getRoute(id);
        if (route != null) {
            for (Subscriber link : links()) {
                link.forget(route.getConsumer());
            }
            if (route.getConsumer() instanceof DirectConsumer direct) {
                // Who calls it from now on waits for the next route of that name.
                ServiceHelper.suspendService(direct);
            }
            // Camel looks but once a second whether what is on its way is through.
            awaitQuiet(id);
            context.getRouteController().stopRoute(id, STOP_WITHIN_S, TimeUnit.SECONDS);
            context.removeRoute(id);
        }
        model.removeRouteDefinition(definition);
    }

    /**
     * Waits until nothing is on its way, without Camel's own lock: what is on its way may be a
     * command that wants that lock to add a camera.
     */
    private boolean awaitQuiet(String id) throws InterruptedException {
        long deadline = System.nanoTime() + QUIET_WITHIN_NANOS;
        while (!isQuiet(id)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return true;
    }

    private boolean isQuiet(String id) {
        Queue<?> queue = queueOf(id);
        // What is in an outbox stays there for the route that follows.
        return (queue == null || queue instanceof Holdable || queue.isEmpty())
                && context.getInflightRepository().size(id) == 0;
    }

    private Set<Subscriber> links() {
        return context.getRegistry().findByType(Subscriber.class);
    }

    private Queue<?> queueOf(String id) {
        Route route = context.getRoute(id);
        return route != null && route.getConsumer() instanceof SedaConsumer seda
                ? seda.getEndpoint().getQueue()
                : null;
    }
}
