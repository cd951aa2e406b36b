package org.cupertino.nvr.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.fleet.rule.Finding;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.wire.Detection;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.ZoneKind;

/** What one camera shows of people and what the rule makes of it, in words. Thread-safe. */
final class Trial {
    private static final String PERSON = "person";
    private static final String NO_POSTURE = "posture unknown";

    private final RuleOptions options;
    private final Rules rules;
    private final Consumer<Finding> suspected;
    private final DateTimeFormatter clock;
    private final Map<String, Integer> byPosture = new TreeMap<>();
    private final List<String> emergencies = new ArrayList<>();
    private int samples;
    private int empty;
    private int most;
    private boolean open;
    private boolean knowsTheRoom;

    /**
     * @param suspected gets each suspicion; must not wait
     */
    Trial(RuleOptions options, Rules rules, ZoneId zone, Consumer<Finding> suspected) {
        this.options = options;
        this.rules = rules;
        this.suspected = suspected;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    }

    /**
     * The line of a sample.
     *
     * @param json the event as it is published
     */
    synchronized String line(DetectionEvent event, String json) {
        StringJoiner people = new StringJoiner(", ");
        for (Detection seen : event.detections()) {
            if (seen.className().equals(PERSON)) {
                byPosture.merge(posture(seen), 1, Integer::sum);
                people.add(words(seen));
            }
        }
        samples++;
        empty += people.length() == 0 ? 1 : 0;
        knowsTheRoom = knowsTheRoom(event);
        String verdict = verdict(json);
        return "%s  %s%s"
                .formatted(
                        clock.format(event.timestamp()),
                        people.length() == 0 ? "nobody" : people,
                        verdict.isEmpty() ? "" : "; rule: " + verdict);
    }

    private static boolean knowsTheRoom(DetectionEvent event) {
        return event.zoneKinds() != null
                && (event.zoneKinds().contains(ZoneKind.FLOOR)
                        || event.zoneKinds().contains(ZoneKind.BED));
    }

    private static String posture(Detection seen) {
        return seen.posture() == null ? NO_POSTURE : seen.posture().wireName();
    }

    private static String words(Detection seen) {
        return String.format(
                Locale.ROOT,
                "%s%s %s %.2f%s",
                PERSON,
                seen.trackerId() == null ? "" : " " + seen.trackerId(),
                posture(seen),
                seen.postureConfidence() == null ? seen.confidence() : seen.postureConfidence(),
                seen.zones() == null || seen.zones().isEmpty()
                        ? ""
                        : " in " + String.join(" and ", seen.zones()));
    }

    private String verdict(String json) {
        String verdict = "";
        for (Object sighting : rules.read(json.getBytes(UTF_8))) {
            List<Finding> found = rules.floor(sighting);
            int lying = rules.lyingSamples(sighting);
            most = Math.max(most, lying);
            verdict = lying == 0 ? "" : "lying %d of %d".formatted(lying, options.lyingSamples());
            for (Finding finding : found) {
                verdict = found(finding, verdict);
            }
            verdict = verdict.isEmpty() && open ? "emergency goes on" : verdict;
        }
        return verdict;
    }

    private String found(Finding finding, String verdict) {
        open = finding.what() == Finding.What.PERSON_ON_FLOOR;
        switch (finding.what()) {
            case PERSON_ON_FLOOR -> {
                rules.told(finding);
                emergencies.add(time(finding.since()));
                return "EMERGENCY, on the floor since " + time(finding.since());
            }
            case PERSON_UPRIGHT -> {
                return "upright again";
            }
            default -> {
                suspected.accept(finding);
                return verdict;
            }
        }
    }

    private String time(Instant at) {
        return clock.format(at);
    }

    /** Samples so far. */
    synchronized int samples() {
        return samples;
    }

    /** What came of it, in a few lines. */
    synchronized List<String> summary() {
        if (samples == 0) {
            return List.of("No picture came. Try cupertino-nvr doctor with the same options");
        }
        StringJoiner people = new StringJoiner(", ").setEmptyValue("none");
        byPosture.forEach((posture, count) -> people.add(count + " " + posture));
        return List.of(
                "Samples: %d, %d of them with nobody".formatted(samples, empty),
                "Persons: " + people,
                "The rule " + ruleSummary());
    }

    private String ruleSummary() {
        if (!emergencies.isEmpty()) {
            return "would have begun an emergency: somebody on the floor since "
                    + String.join(", since ", emergencies);
        }
        if (!knowsTheRoom && !options.fallRuleEverywhere()) {
            return "did not look: the camera has no zone of kind floor or bed, and --fall-rule is"
                    + " not true";
        }
        return "would have begun no emergency: lying %d of %d at most"
                .formatted(most, options.lyingSamples());
    }
}
