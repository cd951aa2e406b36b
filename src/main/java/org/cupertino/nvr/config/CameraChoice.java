package org.cupertino.nvr.config;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cupertino.nvr.secret.CameraAddress;

/** Adds up the five options that choose cameras, and checks each camera. */
final class CameraChoice {
    /** Cameras one processor takes. */
    static final int MOST_CAMERAS = 1000;

    private static final List<String> OPTIONS =
            List.of("--streams", "--stream", "--n", "--start", "--end");

    private final OptionSources from;
    private final IntFunction<String> served;
    private final int strongest;
    private final SortedMap<Integer, String> uris = new TreeMap<>();
    private final Set<Integer> addressed = new TreeSet<>();

    /**
     * @param served the address of a camera that has none of its own
     */
    CameraChoice(OptionSources from, IntFunction<String> served) {
        this.from = from;
        this.served = served;
        this.strongest = OPTIONS.stream().mapToInt(from::rank).min().orElseThrow();
    }

    /** Whether a text is the address of a stream server. */
    static boolean isServer(String url) {
        try {
            return !CameraAddress.of(url).isFile();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Takes {@code --streams}. */
    void addListed(List<Integer> ids) {
        if (counts("--streams", ids)) {
            ids.forEach(id -> addServed("--streams", id));
        }
    }

    /** Takes {@code --n}. */
    void addFirst(Integer n) {
        if (counts("--n", n)) {
            from.require(n >= 1 && n <= MOST_CAMERAS, "--n", n, "1 to " + MOST_CAMERAS);
            IntStream.range(0, n).forEach(id -> addServed("--n", id));
        }
    }

    /** Takes {@code --start} and {@code --end}. */
    void addRange(Integer start, Integer end) {
        boolean starts = counts("--start", start);
        if (starts != counts("--end", end)) {
            throw new ConfigException("--start and --end need each other");
        }
        if (starts) {
            from.require(
                    end >= start && (long) end - start < MOST_CAMERAS,
                    "--end",
                    end,
                    "--start, which is " + start + ", or up to " + (MOST_CAMERAS - 1) + " more");
            IntStream.rangeClosed(start, end).forEach(id -> addServed("--start", id));
        }
    }

    /** Takes {@code --stream}. */
    void addAddressed(List<String> texts) {
        if (counts("--stream", texts)) {
            texts.forEach(this::addAddressed);
        }
    }

    /** The address of each camera by its number. */
    SortedMap<Integer, String> uris() {
        from.require(
                uris.size() <= MOST_CAMERAS,
                "--streams",
                uris.size() + " cameras",
                "at most " + MOST_CAMERAS + " cameras for one processor");
        return uris;
    }

    /** Those with an address of their own, ascending. */
    Set<Integer> addressed() {
        return addressed;
    }

    /** Whether there is a value and no stronger source gives one of the five options. */
    private boolean counts(String option, Object value) {
        return value != null && from.rank(option) <= strongest;
    }

    private void addAddressed(String text) {
        String[] idAndUri = text.strip().split("=", 2);
        // Only the beginning of a malformed value is shown: a password may be anywhere in it.
        from.require(
                idAndUri.length == 2 && idAndUri[0].matches("\\d{1,9}"),
                "--stream",
                idAndUri[0].split("://")[0] + "...",
                "ID=URI, the ID 0 or more");
        String uri = idAndUri[1].strip();
        try {
            CameraAddress.of(uri);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "--stream"
                            + from.place("--stream")
                            + " is wrong for camera "
                            + idAndUri[0]
                            + ": "
                            + e.getMessage());
        }
        int id = Integer.parseInt(idAndUri[0]);
        add("--stream", id, uri);
        addressed.add(id);
    }

    private void addServed(String option, int id) {
        add(option, id, served.apply(id));
    }

    private void add(String option, int id, String uri) {
        from.require(id >= 0, option, id, "0 or more");
        if (uris.putIfAbsent(id, uri) != null) {
            throw new ConfigException(
                    "Camera "
                            + id
                            + " is given twice, the second time by "
                            + option
                            + from.place(option));
        }
    }
}
