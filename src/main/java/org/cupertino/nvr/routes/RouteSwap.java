package org.cupertino.nvr.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Replaces the routes of a file that was edited, in the running context, when nothing is on its way
 * in any of them. Messages that arrive meanwhile wait in their {@link Subscriber}; callers of a
 * route wait for it.
 */
final class RouteSwap {
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(5);

    /** Messages are held at most so long before it is known that a route is busy. */
    private static final Duration HELD_WITHIN = Duration.ofMillis(200);

    /** Those that were held get through, and what they ask for may be done. */
    private static final Duration APART = Duration.ofMillis(800);

    private static final long STOP_WITHIN_S = 2;

    private final CamelContext context;
    private final Model model;
    private final Renewal fromTemplates;
    private final RouteQuiet quiet;

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
        this.quiet = new RouteQuiet(context);
    }

    /**
     * Replaces the routes of a file, and those of all files if it has or had a route configuration
     * without an id, which applies to all routes.
     *
     * @param before its text so far, or null if it is new
     * @param files text of all files from now on, by name; the one to replace is not among them if
     *     it is deleted
     * @return how many routes were removed or made; those from templates count as one
     * @throws BusyException if it must wait
     * @throws Exception if it failed half-way
     */
    int apply(String file, String before, Map<String, String> files) throws Exception {
        String after = files.get(file);
        List<RouteConfigurationDefinition> configurations = new ArrayList<>();
        configurations.addAll(configurations(file, before));
        configurations.addAll(configurations(file, after));
        int routes = replaceFile(file, after, configurations.isEmpty() ? Map.of() : files);
        if (configurations.stream().anyMatch(item -> item.getId() == null)) {
            for (Map.Entry<String, String> other : files.entrySet()) {
                if (!other.getKey().equals(file)) {
                    routes += replaceFile(other.getKey(), other.getValue(), Map.of());
                }
            }
        }
        return routes;
    }

    private List<RouteConfigurationDefinition> configurations(String file, String text)
            throws Exception {
        if (load(file, text) instanceof RouteConfigurationBuilder builder) {
            builder.configuration();
            return builder.getRouteConfigurationCollection().getRouteConfigurations();
        }
        return List.of();
    }

    private RouteBuilder load(String file, String text) throws Exception {
        return text == null ? null : RouteFolder.load(context, Map.entry(file, text));
    }

    /**
     * @param text of the file from now on, or null if it is deleted
     * @param configurations files to renew the route configurations from; none: they stay
     */
    private int replaceFile(String file, String text, Map<String, String> configurations)
            throws Exception {
        RouteBuilder builder = load(file, text);
        List<RouteDefinition> current = routesOf(file);
        Set<Subscriber> links = links();
        holdOnceQuiet(current, links);
        Set<Holdable> outboxes = new HashSet<>();
        try {
            for (RouteDefinition route : current) {
                if (quiet.queueOf(route.getId()) instanceof Holdable outbox) {
                    outbox.hold();
                    outboxes.add(outbox);
                }
            }
            if (!configurations.isEmpty()) {
                renewConfigurations(configurations);
            }
            List<RouteTemplateDefinition> templates = templatesOf(file);
            List<RouteDefinition> made = List.of();
            if (builder != null) {
                builder.prepareModel(context);
                made = builder.getRouteCollection().getRoutes();
            }
            // The first of an id counts, so there is none only while a file loses it.
            model.removeRouteTemplateDefinitions(templates);
            replace(current, made);
            if (builder != null) {
                builder.addTemplatedRoutesToCamelContext(context);
            }
            if (templates.isEmpty() && templatesOf(file).isEmpty()) {
                return current.size() + made.size();
            }
            fromTemplates.renew();
            return current.size() + made.size() + 1;
        } finally {
            outboxes.forEach(Holdable::release);
            links.forEach(Holdable::release);
        }
    }

    /**
     * Holds messages of all links when none is on its way in the routes. A command that takes long
     * keeps no other from getting through meanwhile.
     */
    private void holdOnceQuiet(List<RouteDefinition> routes, Set<Subscriber> links)
            throws BusyException, InterruptedException {
        List<String> ids = routes.stream().map(RouteDefinition::getId).toList();
        long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (true) {
            links.forEach(Holdable::hold);
            Optional<String> busy;
            try {
                busy = quiet.firstBusy(ids, HELD_WITHIN);
            } catch (InterruptedException e) {
                links.forEach(Holdable::release);
                throw e;
            }
            if (busy.isEmpty()) {
                return;
            }
            links.forEach(Holdable::release);
            if (System.nanoTime() > deadline) {
                throw new BusyException(busy.get());
            }
            quiet.firstBusy(ids, APART);
        }
    }

    /** All of them, since Camel does not say which file one is from. */
    private void renewConfigurations(Map<String, String> files) throws Exception {
        model.getRouteConfigurationDefinitions().clear();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (load(file.getKey(), file.getValue())
                    instanceof RouteConfigurationBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
        }
    }

    private List<RouteTemplateDefinition> templatesOf(String file) {
        return model.getRouteTemplateDefinitions().stream()
                .filter(template -> RouteFolder.fileName(template.getLocation()).equals(file))
                .toList();
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
            quiet.firstBusy(List.of(id), QUIET_WITHIN);
            context.getRouteController().stopRoute(id, STOP_WITHIN_S, TimeUnit.SECONDS);
            context.removeRoute(id);
        }
        model.removeRouteDefinition(definition);
    }

    private Set<Subscriber> links() {
        return context.getRegistry().findByType(Subscriber.class);
    }
}
