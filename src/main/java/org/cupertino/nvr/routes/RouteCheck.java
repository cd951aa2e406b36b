package org.cupertino.nvr.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;

/**
 * Checks whether a set of route files works together, in a context of its own that is never
 * started: nothing is opened, connected or sent. It knows the beans and the properties of the
 * context that the routes are for, and binds nothing there.
 */
public final class RouteCheck {
    private final CamelContext target;

    /**
     * @param target the context that the routes are for, started or not; the template of each of
     *     its {@link TemplatedComponent}s must be among the routes
     */
    public RouteCheck(CamelContext target) {
        this.target = target;
    }

    /**
     * Checks the route files of a folder, as a program does that follows it.
     *
     * @throws IOException if the folder or one of its files cannot be read
     */
    public static List<RouteFault> checkFolder(CamelContext target, Path folder)
            throws IOException {
        return new RouteCheck(target).check(new RouteFolder(folder).read());
    }

    /**
     * @param files text by file name
     * @return what is wrong; empty if nothing is
     */
    public List<RouteFault> check(SortedMap<String, String> files) {
        Faults faults = new Faults();
        UnfinishedSteps steps = new UnfinishedSteps();
        try (DefaultCamelContext context = context(steps)) {
            Map<String, RouteBuilder> builders = load(context, files, faults);
            List<RouteDefinition> routes = new ArrayList<>();
            builders.values().forEach(b -> routes.addAll(b.getRouteCollection().getRoutes()));
            if (faults.all().isEmpty()) {
                checkIds(context, routes, faults);
                templatedComponents()
                        .values()
                        .forEach(
                                component ->
                                        example(context, component, faults).ifPresent(routes::add));
                for (RouteDefinition route : routes) {
                    make(context, route, steps, faults);
                }
                checkCallees(context, routes, faults);
            }
        } catch (Exception e) {
            faults.add("", 0, e);
        }
        return faults.all();
    }

    private DefaultCamelContext context(UnfinishedSteps steps) throws Exception {
        DefaultCamelContext context =
                new DefaultCamelContext(new DefaultRegistry(target.getRegistry()));
        context.disableJMX();
        context.getCamelContextExtension().setStartupStepRecorder(steps);
        context.getPropertiesComponent().addPropertiesSource(new TargetProperties(target));
        templatedComponents()
                .forEach((name, component) -> context.addComponent(name, component.forCheck()));
        context.build();
        return context;
    }

    private Map<String, TemplatedComponent> templatedComponents() {
        Map<String, TemplatedComponent> found = new LinkedHashMap<>();
        for (String name : target.getComponentNames()) {
            if (target.hasComponent(name) instanceof TemplatedComponent component) {
                found.put(name, component);
            }
        }
        return found;
    }

    /** Files that cannot be read are left out, and their faults added. */
    private static Map<String, RouteBuilder> load(
            DefaultCamelContext context, SortedMap<String, String> files, Faults faults) {
        Map<String, RouteBuilder> builders = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getValue().isBlank()) {
                faults.add(file.getKey(), 0, "The file is empty; delete it to remove its routes");
                continue;
            }
            try {
                RouteBuilder builder = RouteFolder.load(context, file);
                if (builder instanceof RouteConfigurationBuilder configurations) {
                    configurations.addRouteConfigurationsToCamelContext(context);
                }
                builders.put(file.getKey(), builder);
            } catch (Exception e) {
                faults.add(file.getKey(), 0, e);
            }
        }
        // After all of the above, for a route takes its configuration from any file.
        builders.forEach(
                (file, builder) -> {
                    try {
                        builder.prepareModel(context);
                    } catch (Exception e) {
                        faults.add(file, 0, e);
                    }
                });
        return builders;
    }

    /** Camel takes a repeated route id for a replacement, and refuses a repeated id of a step. */
    private static void checkIds(
            DefaultCamelContext context, List<RouteDefinition> routes, Faults faults) {
        Map<String, String> places = new HashMap<>();
        for (RouteDefinition route : routes) {
            checkId(route.getId(), route.getInput(), places, faults);
            steps(route).forEach(step -> checkId(step.getId(), step, places, faults));
        }
        for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
            checkId(template.getId(), template, places, faults);
        }
    }

    private static void checkId(
            String id,
            OptionalIdentifiedDefinition<?> definition,
            Map<String, String> places,
            Faults faults) {
        String place = file(definition) + " line " + definition.getLineNumber();
        String other = id == null ? null : places.putIfAbsent(id, place);
        // Steps of a route configuration are in every route that has it.
        if (other != null && !other.equals(place)) {
            faults.add(
                    file(definition),
                    definition.getLineNumber(),
                    "the id " + id + " is taken by " + other);
        }
    }

    private static Optional<RouteDefinition> example(
            DefaultCamelContext context, TemplatedComponent component, Faults faults) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(component.template());
        if (template == null) {
            faults.add("", 0, "No file has the route template " + component.template());
            return Optional.empty();
        }
        try {
            String id =
                    TemplatedRouteBuilder.builder(context, component.template())
                            .routeId(component.template() + "-of-check")
                            .parameters(component.exampleParameters())
                            .add();
            return Optional.of(context.getRouteDefinition(id));
        } catch (Exception e) {
            faults.add(file(template), template.getLineNumber(), e);
            return Optional.empty();
        }
    }

    /** Makes a route's endpoints and processors, without a start of any. */
    private static void make(
            DefaultCamelContext context,
            RouteDefinition route,
            UnfinishedSteps unfinished,
            Faults faults) {
        unfinished.forget();
        try {
            context.startRouteDefinitions(List.of(route));
        } catch (Exception e) {
            NodeIdFactory ids =
                    context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
            OptionalIdentifiedDefinition<?> where =
                    steps(route).stream()
                            .filter(step -> step.idOrCreate(ids).equals(unfinished.id()))
                            .findFirst()
                            .<OptionalIdentifiedDefinition<?>>map(step -> step)
                            .orElse(route.getInput());
            faults.add(file(where), where.getLineNumber(), e);
        }
    }

    /** A message to a queue or a route without a consumer would wait, or be kept, for ever. */
    private static void checkCallees(
            DefaultCamelContext context, List<RouteDefinition> routes, Faults faults) {
        Set<String> consumed = new HashSet<>();
        routes.forEach(route -> consumed.add(name(context, route.getInput().getEndpointUri())));
        for (RouteDefinition route : routes) {
            for (ProcessorDefinition<?> step : steps(route)) {
                String uri =
                        step instanceof EndpointRequiredDefinition to ? to.getEndpointUri() : "";
                String name = uri == null ? "" : name(context, uri);
                if (name.matches("(direct|seda):.+") && !consumed.contains(name)) {
                    faults.add(file(step), step.getLineNumber(), "no route consumes " + name);
                }
            }
        }
    }

    private static String name(DefaultCamelContext context, String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri)
                    .replaceFirst("\\?.*", "")
                    .replaceFirst("^(\\w+):/*", "$1:");
        } catch (IllegalArgumentException e) {
            // An unknown placeholder, which is a fault already.
            return "";
        }
    }

    private static Collection<ProcessorDefinition<?>> steps(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(steps::add);
        return steps;
    }

    private static String file(OptionalIdentifiedDefinition<?> definition) {
        return RouteFolder.fileName(definition.getLocation());
    }

    /** The properties of the context that the routes are for. */
    private record TargetProperties(CamelContext target) implements PropertiesSource {
        @Override
        public String getName() {
            return "target";
        }

        @Override
        public String getProperty(String name) {
            return target.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
    }
}
