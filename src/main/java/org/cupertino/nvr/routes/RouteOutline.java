package org.cupertino.nvr.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a route file says, comments and layout left out, to tell what an edit changed.
 *
 * @param routes routes with an id, by it
 * @param templates route templates
 * @param configurations route configurations
 * @param rest all else, which may matter to every route of the file
 */
record RouteOutline(
        Map<String, Object> routes,
        List<Object> templates,
        List<Object> configurations,
        List<Object> rest) {

    /**
     * @param text YAML that Camel could read, or null for a file that is not there
     */
    static RouteOutline of(String text) {
        RouteOutline outline =
                new RouteOutline(
                        new HashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Object parsed =
                text == null
                        ? List.of()
                        : new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
                                .loadFromString(text);
        for (Object item : parsed instanceof List<?> list ? list : List.of(parsed)) {
            outline.sort(item);
        }
        return outline;
    }

    private void sort(Object item) {
        if (item instanceof Map<?, ?> map && map.size() == 1) {
            Object key = map.keySet().iterator().next();
            Object value = map.get(key);
            switch (String.valueOf(key).replace("-", "")) {
                case "route" -> {
                    if (value instanceof Map<?, ?> route && route.get("id") != null) {
                        routes.put(route.get("id").toString(), route);
                    }
                    return;
                }
                case "from" -> {
                    return;
                }
                case "routeTemplate", "routetemplate" -> {
                    templates.add(value);
                    return;
                }
                case "routeConfiguration", "routeconfiguration" -> {
                    configurations.add(value);
                    return;
                }
                default -> {}
            }
        }
        rest.add(item);
    }

    /** Whether both files would make the same route of that id. */
    boolean sameRoute(RouteOutline other, String id) {
        return id != null
                && routes.containsKey(id)
                && Objects.equals(routes.get(id), other.routes.get(id))
                && rest.equals(other.rest)
                && configurations.equals(other.configurations);
    }

    /** Whether the two differ in a configuration that applies to routes of all files. */
    boolean changesAllRoutes(RouteOutline other) {
        return !global().equals(other.global());
    }

    private List<Object> global() {
        return configurations.stream()
                .filter(item -> !(item instanceof Map<?, ?> map) || map.get("id") == null)
                .toList();
    }
}
