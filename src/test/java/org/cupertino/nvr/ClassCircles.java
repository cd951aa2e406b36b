package org.cupertino.nvr;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Groups of classes of one package that need each other, nested ones counted as their outer. */
final class ClassCircles {
    private ClassCircles() {}

    static Set<Set<String>> within(JavaClasses classes) {
        Map<String, Set<String>> uses = new HashMap<>();
        for (JavaClass user : classes) {
            Set<String> used =
                    user.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> dependency.getTargetClass())
                            .filter(c -> c.getPackageName().equals(user.getPackageName()))
                            .map(c -> outermost(c.getBaseComponentType()))
                            .collect(Collectors.toSet());
            uses.computeIfAbsent(outermost(user), name -> new HashSet<>()).addAll(used);
        }
        Map<String, Set<String>> reached =
                uses.keySet().stream()
                        .collect(Collectors.toMap(name -> name, name -> reach(name, uses)));
        Set<Set<String>> circles = new HashSet<>();
        for (String name : uses.keySet()) {
            Set<String> circle =
                    reached.get(name).stream()
                            .filter(other -> reached.getOrDefault(other, Set.of()).contains(name))
                            .collect(Collectors.toCollection(TreeSet::new));
            if (circle.size() > 1) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private static Set<String> reach(String from, Map<String, Set<String>> uses) {
        Set<String> reached = new HashSet<>();
        Set<String> next = uses.get(from);
        while (!next.isEmpty()) {
            reached.addAll(next);
            next =
                    next.stream()
                            .flatMap(name -> uses.getOrDefault(name, Set.of()).stream())
                            .filter(name -> !reached.contains(name))
                            .collect(Collectors.toSet());
        }
        return reached;
    }

    private static String outermost(JavaClass nested) {
        return nested.getEnclosingClass().map(ClassCircles::outermost).orElse(nested.getName());
    }
}
