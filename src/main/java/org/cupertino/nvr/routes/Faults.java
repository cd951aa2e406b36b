package org.cupertino.nvr.routes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cupertino.nvr.secret.Redaction;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Collects faults, and finds the sentence that helps in what Camel says. */
final class Faults {
    private static final Map<Pattern, String> CLEAR_WORDS =
            Map.of(
                    Pattern.compile("No endpoint could be found for: ([^:\\s]+)"),
                    "unknown component $1",
                    Pattern.compile("No bean could be found in the registry for: (\\S+)"),
                    "unknown bean $1",
                    Pattern.compile(
                            "Failed to resolve endpoint: ([^?\\s]+).* Unknown"
                                    + " parameters=\\[\\{([^=]*)"),
                    "unknown option $2 of $1");

    private final Set<RouteFault> found = new LinkedHashSet<>();

    void add(String file, int line, String reason) {
        found.add(new RouteFault(file, Math.max(0, line), oneLine(reason)));
    }

    /** A failure while a file was read; the line comes from the parser if it knows one. */
    void add(String file, int line, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MarkedYamlEngineException marked) {
                add(
                        file,
                        marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line),
                        marked.getProblem());
                return;
            }
        }
        add(file, line, reason(failure));
    }

    List<RouteFault> all() {
        return List.copyOf(found);
    }

    private static String reason(Throwable failure) {
        Throwable last = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            last = t;
            String message = oneLine(String.valueOf(t.getMessage()));
            for (Map.Entry<Pattern, String> known : CLEAR_WORDS.entrySet()) {
                Matcher matcher = known.getKey().matcher(message);
                if (matcher.find()) {
                    return known.getKey().matcher(matcher.group()).replaceFirst(known.getValue());
                }
            }
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    private static String oneLine(String text) {
        return Redaction.mask(text).replaceAll("\\s+", " ").strip();
    }
}
