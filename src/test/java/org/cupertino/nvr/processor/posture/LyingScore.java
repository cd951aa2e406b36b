package org.cupertino.nvr.processor.posture;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.Posture;

/** Counts, by groups of pictures, who is found lying and who is called lying in vain. */
final class LyingScore {
    private final Map<String, int[]> groups = new TreeMap<>();

    /** A person who was put into a picture. */
    record Person(boolean lies, BoundingBox box) {}

    /**
     * @return whether the picture is as it should be
     */
    boolean count(String group, List<Person> people, Inference inference) {
        List<BoundingBox> lying =
                inference.detections().stream()
                        .filter(d -> d.posture() == Posture.LYING)
                        .map(Detection::bbox)
                        .toList();
        List<BoundingBox> real = people.stream().filter(Person::lies).map(Person::box).toList();
        int[] counts = groups.computeIfAbsent(group, name -> new int[4]);
        long found = real.stream().filter(box -> matches(box, lying)).count();
        long wrong = lying.stream().filter(box -> !matches(box, real)).count();
        counts[0] += real.size();
        counts[1] += (int) found;
        counts[2]++;
        counts[3] += wrong > 0 ? 1 : 0;
        return found == real.size() && wrong == 0;
    }

    private static boolean matches(BoundingBox box, List<BoundingBox> others) {
        return others.stream().anyMatch(other -> PostureRules.overlap(box, other) > 0.3);
    }

    /** Lying people of the groups whose names match. */
    int lying(String pattern) {
        return sum(pattern, 0);
    }

    /** Those of them who were found and called lying. */
    int found(String pattern) {
        return sum(pattern, 1);
    }

    /** Pictures of the groups. */
    int pictures(String pattern) {
        return sum(pattern, 2);
    }

    /** Pictures with somebody called lying who does not. */
    int wrong(String pattern) {
        return sum(pattern, 3);
    }

    private int sum(String pattern, int column) {
        return groups.entrySet().stream()
                .filter(group -> group.getKey().matches(pattern))
                .mapToInt(group -> group.getValue()[column])
                .sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        groups.forEach(
                (name, n) ->
                        text.append(
                                "%n%-16s lying %d of %d, wrong %d of %d pictures"
                                        .formatted(name, n[1], n[0], n[3], n[2])));
        return text.toString();
    }
}
