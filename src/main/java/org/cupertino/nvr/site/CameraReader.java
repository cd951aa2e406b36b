package org.cupertino.nvr.site;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.config.Rates;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.wire.ZoneKind;

/** Reads what the file says of one camera. */
final class CameraReader {
    static final Set<String> CAMERA_KEYS =
            Set.of(
                    "name",
                    "address",
                    "max_fps",
                    "key_frames_only",
                    "classes",
                    "confidence",
                    "mounting",
                    "quiet_hours",
                    "zones",
                    "masks");

    static final Set<String> ZONE_KEYS = Set.of("kind", "corners", "classes", "confidence");
    static final Set<String> MASK_KEYS = Set.of("corners");

    private static final int LONGEST_NAME = 100;
    private static final int MOST_AREAS = 50;
    private static final int MOST_CLASSES = 100;
    private static final String FRACTION = "more than 0 and at most 1";

    private static final List<String> KINDS =
            Arrays.stream(ZoneKind.values()).map(ZoneKind::wireName).toList();

    private CameraReader() {}

    static SiteCamera read(int sourceId, YamlPart part) throws YamlFault {
        Map<String, YamlPart> keys = part.known(CAMERA_KEYS);
        return new SiteCamera(
                sourceId,
                address(keys.get("address")),
                keys.containsKey("name") ? keys.get("name").text(LONGEST_NAME) : null,
                rate(keys.get("max_fps")),
                keys.containsKey("key_frames_only") ? keys.get("key_frames_only").flag() : null,
                classes(keys.get("classes")),
                confidence(keys.get("confidence")),
                mounting(keys.get("mounting")),
                quietHours(keys.get("quiet_hours")),
                zones(keys.get("zones")),
                masks(keys.get("masks")));
    }

    /** No fault shows the value: a password may be anywhere in it. */
    private static String address(YamlPart part) throws YamlFault {
        if (part == null) {
            return null;
        }
        try {
            String text = part.secret();
            CameraAddress.of(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw part.fault(part.path() + " is wrong: " + e.getMessage());
        }
    }

    private static Double rate(YamlPart part) throws YamlFault {
        if (part == null) {
            return null;
        }
        double rate = part.number(Rates.RULE);
        if (!Rates.allowed(rate)) {
            throw part.wrong(Rates.RULE);
        }
        return rate;
    }

    private static Set<String> classes(YamlPart part) throws YamlFault {
        Set<String> classes = new LinkedHashSet<>();
        if (part != null) {
            String expected = "a list of 1 to " + MOST_CLASSES + " names such as [person]";
            for (YamlPart name : part.items(1, MOST_CLASSES, expected)) {
                classes.add(name.text(LONGEST_NAME));
            }
        }
        return Set.copyOf(classes);
    }

    /** 0, which lets everything pass, if there is none. */
    private static double confidence(YamlPart part) throws YamlFault {
        if (part == null) {
            return 0;
        }
        double confidence = part.number(FRACTION);
        if (!(confidence > 0 && confidence <= 1)) {
            throw part.wrong(FRACTION);
        }
        return confidence;
    }

    private static Mounting mounting(YamlPart part) throws YamlFault {
        return part == null || part.word(List.of("wall", "ceiling")).equals("wall")
                ? Mounting.WALL
                : Mounting.CEILING;
    }

    private static QuietHours quietHours(YamlPart part) throws YamlFault {
        if (part == null) {
            return null;
        }
        String[] times = part.text(LONGEST_NAME).split("-", -1);
        try {
            if (times.length == 2) {
                QuietHours hours =
                        new QuietHours(
                                LocalTime.parse(times[0].strip()),
                                LocalTime.parse(times[1].strip()));
                if (!hours.from().equals(hours.to())) {
                    return hours;
                }
            }
        } catch (DateTimeException e) {
            throw part.wrong("two times such as 22:00-06:30");
        }
        throw part.wrong("two times such as 22:00-06:30");
    }

    private static List<Zone> zones(YamlPart part) throws YamlFault {
        List<Zone> zones = new ArrayList<>();
        for (Map.Entry<String, YamlPart> entry : areas(part, "zones")) {
            Map<String, YamlPart> keys = entry.getValue().known(ZONE_KEYS);
            YamlPart kind = required(entry.getValue(), keys, "kind");
            zones.add(
                    new Zone(
                            entry.getKey(),
                            ZoneKind.valueOf(kind.word(KINDS).toUpperCase(Locale.ROOT)),
                            polygon(required(entry.getValue(), keys, "corners")),
                            classes(keys.get("classes")),
                            confidence(keys.get("confidence"))));
        }
        return List.copyOf(zones);
    }

    private static List<Polygon> masks(YamlPart part) throws YamlFault {
        List<Polygon> masks = new ArrayList<>();
        for (Map.Entry<String, YamlPart> entry : areas(part, "masks")) {
            Map<String, YamlPart> keys = entry.getValue().known(MASK_KEYS);
            masks.add(polygon(required(entry.getValue(), keys, "corners")));
        }
        return List.copyOf(masks);
    }

    private static Set<Map.Entry<String, YamlPart>> areas(YamlPart part, String what)
            throws YamlFault {
        if (part == null) {
            return Set.of();
        }
        String expected = what + " by their names";
        Map<String, YamlPart> areas = part.entries(expected);
        if (areas.size() > MOST_AREAS) {
            throw part.fault(
                    part.path() + " must be at most " + MOST_AREAS + ", not " + areas.size());
        }
        for (Map.Entry<String, YamlPart> area : areas.entrySet()) {
            String name = area.getKey();
            if (name.isBlank()
                    || name.length() > LONGEST_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                throw area.getValue()
                        .fault(
                                "a name in "
                                        + part.path()
                                        + " must be a text of 1 to "
                                        + LONGEST_NAME
                                        + " characters");
            }
        }
        return areas.entrySet();
    }

    private static YamlPart required(YamlPart part, Map<String, YamlPart> keys, String key)
            throws YamlFault {
        if (!keys.containsKey(key)) {
            throw part.fault(part.path() + " has no " + key);
        }
        return keys.get(key);
    }

    private static Polygon polygon(YamlPart part) throws YamlFault {
        String expected =
                "a list of %d to %d corners such as [0.1, 0.5]"
                        .formatted(Polygon.LEAST_CORNERS, Polygon.MOST_CORNERS);
        List<YamlPart> corners = part.items(Polygon.LEAST_CORNERS, Polygon.MOST_CORNERS, expected);
        double[] xs = new double[corners.size()];
        double[] ys = new double[corners.size()];
        String pair = "corners of two numbers from 0 to 1 such as [0.1, 0.5]";
        for (int i = 0; i < xs.length; i++) {
            List<YamlPart> numbers = corners.get(i).items(2, 2, pair);
            xs[i] = fraction(numbers.get(0), pair);
            ys[i] = fraction(numbers.get(1), pair);
        }
        try {
            return Polygon.of(xs, ys);
        } catch (IllegalArgumentException e) {
            throw part.fault(part.path() + " " + e.getMessage());
        }
    }

    private static double fraction(YamlPart part, String expected) throws YamlFault {
        double value = part.number(expected);
        if (!(value >= 0 && value <= 1)) {
            throw part.wrong(expected);
        }
        return value;
    }
}
