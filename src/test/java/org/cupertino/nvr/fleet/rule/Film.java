package org.cupertino.nvr.fleet.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detection events of one camera as a processor publishes them, written as letters: one word a
 * frame, one letter a person, with a number where it is tracked. {@code U} upright, {@code S}
 * sitting, {@code L} lying on the floor, {@code B} lying in bed, {@code D} upright in the door,
 * {@code X} lying elsewhere, {@code ?} unknown, {@code T} unknown and without keypoints but higher
 * than wide, {@code -} nobody. {@code L*9} is nine such frames.
 */
final class Film {
    static final Instant START = Instant.parse("2026-01-31T01:00:00.000Z");

    private static final Pattern PERSON = Pattern.compile("([USLBDXT?])(\\d*)");

    private final Function<Sighting, List<Finding>> rule;
    private final List<String> found = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private String instanceId = "proc-a";
    private String zones = "\"floor\",\"bed\",\"door\"";
    private Duration step = Duration.ofSeconds(1);
    private Instant at = START;
    private long nanos;
    private int frames;

    Film(Function<Film, Function<Sighting, List<Finding>>> rule) {
        this.rule = rule.apply(this);
    }

    /** Time that passes with the frames, whatever their clock says. */
    long nanos() {
        return nanos;
    }

    Film every(double seconds) {
        step = Duration.ofMillis((long) (seconds * 1_000));
        return this;
    }

    Film by(String instance) {
        instanceId = instance;
        return this;
    }

    /** Kinds of the camera's zones from now on; nobody is in any if there are none. */
    Film zones(String... kinds) {
        zones = kinds.length == 0 ? "" : "\"" + String.join("\",\"", kinds) + "\"";
        return this;
    }

    /** Sets the clock of the frames. */
    Film jump(Duration by) {
        at = at.plus(by);
        return this;
    }

    /** Plays frames; what they show is at the present time, then that passes. */
    Film play(String words) {
        for (String word : words.split(" +")) {
            String[] times = word.split("\\*");
            for (int i = times.length == 1 ? 1 : Integer.parseInt(times[1]); i > 0; i--) {
                show(times[0]);
                at = at.plus(step);
                nanos += step.toNanos();
            }
        }
        return this;
    }

    /** Plays one frame without a passing of time. */
    Film show(String word) {
        Sighting frame = Sighting.of(event(word)).orElseThrow();
        for (Finding finding : rule.apply(frame)) {
            findings.add(finding);
            found.add(finding.name());
        }
        return this;
    }

    private byte[] event(String word) {
        List<String> persons = new ArrayList<>();
        Matcher person = PERSON.matcher(word);
        while (person.find()) {
            persons.add(detection(person.group(1), person.group(2)));
        }
        return """
        {"instance_id":"%s","source_id":2,"frame_id":%d,"timestamp":"%s",%s"detections":[%s]}
        """
                .formatted(
                        instanceId,
                        ++frames,
                        at,
                        zones.isEmpty() ? "" : "\"zone_kinds\":[" + zones + "],",
                        String.join(",", persons))
                .getBytes(UTF_8);
    }

    private String detection(String letter, String tracker) {
        String posture =
                switch (letter) {
                    case "U", "D" -> "upright";
                    case "S" -> "sitting";
                    case "L", "B", "X" -> "lying";
                    default -> "unknown";
                };
        String zone =
                switch (letter) {
                    case "B" -> "bed";
                    case "D" -> "door";
                    case "X" -> "other";
                    default -> "floor";
                };
        return """
        {"class_name":"person","confidence":0.7,"posture":"%s","posture_confidence":0.8,%s%s"tracker_id":%s}\
        """
                .formatted(
                        posture,
                        letter.equals("T") ? "\"bbox\":{\"width\":40,\"height\":90}," : "",
                        zones.isEmpty() ? "" : "\"zone_kinds\":[\"" + zone + "\"],",
                        tracker.isEmpty() ? "null" : tracker);
    }

    /** Names of all findings but suspicions, in order. */
    List<String> verdicts() {
        return found.stream().filter(name -> !name.equals("suspicion")).toList();
    }

    /** Names of all findings. */
    List<String> found() {
        return List.copyOf(found);
    }

    Finding last() {
        return findings.get(findings.size() - 1);
    }
}
