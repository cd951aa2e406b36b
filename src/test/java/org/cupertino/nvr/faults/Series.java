package org.cupertino.nvr.faults;

import java.util.List;

/** The meters of a processor at one moment, as its metrics page shows them. */
record Series(List<String> lines) {

    /** Of all series of a name that have that text among their labels. */
    double sum(String name, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    long count(String name) {
        return Math.round(sum(name, ""));
    }
}
