package org.cupertino.nvr.config;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The rules on detections, and their thresholds. */
public final class RuleOptions {
    /** Where the rule on who lies applies. */
    enum FallRule {
        TRUE,
        FALSE,
        ZONES;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Option(
            names = "--fall-rule",
            paramLabel = "WHERE",
            arity = "0..1",
            defaultValue = "zones",
            fallbackValue = "true",
            description = {
                "A person who lies, not in a bed, begins an emergency: true for all cameras, zones for"
                        + " those with a zone of kind floor or bed, false for none. See"
                        + " routes/orchestrator/fall-rule.yaml.",
                "Default: ${DEFAULT-VALUE}"
            })
    private FallRule fallRule;

    @Option(
            names = "--lying-samples",
            paramLabel = "N",
            defaultValue = "5",
            description = {
                "Samples in which a person lies until that is an emergency, 2 to 100.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int lyingSamples;

    @Option(
            names = "--lying-within",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = Durations.class,
            description = {
                "Time within which those samples are: 90s, 2m.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration lyingWithin;

    @Option(
            names = "--upright-samples",
            paramLabel = "N",
            defaultValue = "5",
            description = {
                "Samples in a row in which somebody is upright and nobody lies, after which that is"
                        + " published; 1 to 100. It ends no emergency.",
                "Default: ${DEFAULT-VALUE}"
            })
    private int uprightSamples;

    @Option(
            names = "--suspicion-fps",
            paramLabel = "FPS",
            defaultValue = "1",
            description = {
                "Frames a second from a camera in front of which somebody may lie; faster cameras keep"
                        + " their rate. 0.00001 or more.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double suspicionFps;

    @Option(
            names = "--suspicion-lease",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = Durations.class,
            description = {
                "Time after which that camera has its own rate again, if nobody was seen lying"
                        + " meanwhile; 1s or more.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration suspicionLease;

    @Option(
            names = "--quiet-rule",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Publish a notice when nobody was seen in a room for --quiet-after.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean quietRule;

    @Option(
            names = "--quiet-after",
            paramLabel = "TIME",
            defaultValue = "8h",
            converter = Durations.class,
            description = {
                "How long a room is empty until it is quiet: 8h, at most 24h.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration quietAfter;

    @Option(
            names = "--left-rule",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Publish a notice when who was last seen in a zone of kind door, at night, is not back"
                        + " within --left-after.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean leftRule;

    @Option(
            names = "--left-after",
            paramLabel = "TIME",
            defaultValue = "20m",
            converter = Durations.class,
            description = {
                "How long who left the room may be away: 20m.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Duration leftAfter;

    @Option(
            names = "--night",
            paramLabel = "HH:MM-HH:MM",
            defaultValue = "22:00-06:00",
            description = {
                "When it is night, by the local time of this machine.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String night;

    private LocalTime nightBegins;
    private LocalTime nightEnds;

    /**
     * Checks the values where no orchestrator does.
     *
     * @throws ConfigException if one is wrong
     */
    public void resolve(ParseResult flags, Settings settings) {
        resolve(new OptionSources(flags, settings));
    }

    void resolve(OptionSources from) {
        from.require(
                lyingSamples >= 2 && lyingSamples <= 100,
                "--lying-samples",
                lyingSamples,
                "2 to 100");
        from.require(
                uprightSamples >= 1 && uprightSamples <= 100,
                "--upright-samples",
                uprightSamples,
                "1 to 100");
        Rules.rate(from, "--suspicion-fps", suspicionFps);
        Rules.duration(from, "--lying-within", lyingWithin);
        Rules.duration(
                from,
                "--suspicion-lease",
                suspicionLease,
                Duration.ofSeconds(1),
                "1s or more, and at most 24h");
        Rules.duration(from, "--quiet-after", quietAfter);
        Rules.duration(from, "--left-after", leftAfter);
        from.require(isRange(), "--night", night, "two times of the day, such as 22:00-06:00");
    }

    private boolean isRange() {
        String[] times = night.strip().split("-", -1);
        try {
            nightBegins = LocalTime.parse(times[0]);
            nightEnds = LocalTime.parse(times[times.length - 1]);
            return times.length == 2;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** What routes may name, by property key. */
    Map<String, String> asProperties() {
        return Map.of(
                "nvr.fall-rule", fallRule.toString(),
                "nvr.quiet-rule", Boolean.toString(quietRule),
                "nvr.left-rule", Boolean.toString(leftRule));
    }

    /** Whether any rule is on. */
    public boolean any() {
        return fallRule != FallRule.FALSE || quietRule || leftRule;
    }

    /** Whether who lies counts also where no zone says what is floor and what bed. */
    public boolean fallRuleEverywhere() {
        return fallRule == FallRule.TRUE;
    }

    /** At least 2. */
    public int lyingSamples() {
        return lyingSamples;
    }

    public Duration lyingWithin() {
        return lyingWithin;
    }

    /** At least 1. */
    public int uprightSamples() {
        return uprightSamples;
    }

    /** Frames a second, more than 0, at most 1000. */
    public double suspicionFps() {
        return suspicionFps;
    }

    /** At least one second. */
    public Duration suspicionLease() {
        return suspicionLease;
    }

    public Duration quietAfter() {
        return quietAfter;
    }

    public Duration leftAfter() {
        return leftAfter;
    }

    /** Whether a local time is at night; a night of no length is the whole day. */
    public boolean isNight(LocalTime time) {
        boolean begun = !time.isBefore(nightBegins);
        boolean over = !time.isBefore(nightEnds);
        return nightBegins.isBefore(nightEnds) ? begun && !over : begun || !over;
    }
}
