package org.cupertino.nvr.config;

import static org.cupertino.nvr.config.CameraOptions.MOST_CAMERAS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cupertino.nvr.secret.CameraAddress;

/** Adds the five options that choose cameras up, and checks each camera. */
final class CameraChoice {
    private static final List<String> OPTIONS =
            List.of("--streams", "--stream", "--n", "--start", "--end");

    private final CameraOptions options;
    private final OptionSources from;
    private final SortedMap<Integer, String> uris = new TreeMap<>();

    CameraChoice(CameraOptions options, OptionSources from) {
        this.options = options;
        this.from = from;
    }

    /**
     * Leaves out what a stronger source replaces, and puts what is left into {@code --streams} and
     * {@code --stream} alone.
     *
     * @return the address of each camera by its number
     */
    SortedMap<Integer, String> addUp() {
        keepStrongest();
        if (options.streams != null) {
            options.streams.forEach(id -> add("--streams", id, options.uriOf(id)));
        }
        if (options.n != null) {
            from.require(
                    options.n >= 1 && options.n <= MOST_CAMERAS,
                    "--n",
                    options.n,
                    "1 to " + MOST_CAMERAS);
            IntStream.range(0, options.n).forEach(id -> add("--n", id, options.uriOf(id)));
        }
        if (options.start != null || options.end != null) {
            addRange();
        }
        if (options.stream != null) {
            options.stream.forEach(this::addAddressed);
        }
        from.require(
                uris.size() <= MOST_CAMERAS,
                "--streams",
                uris.size() + " cameras",
                "at most " + MOST_CAMERAS + " cameras for one processor");
        normalise();
        return uris;
    }

    private void keepStrongest() {
        int strongest = OPTIONS.stream().mapToInt(from::rank).min().orElseThrow();
        options.streams = from.rank("--streams") > strongest ? null : options.streams;
        options.stream = from.rank("--stream") > strongest ? null : options.stream;
        options.n = from.rank("--n") > strongest ? null : options.n;
        options.start = from.rank("--start") > strongest ? null : options.start;
        options.end = from.rank("--end") > strongest ? null : options.end;
    }

    private void addRange() {
        Integer start = options.start;
        Integer end = options.end;
        if (start == null || end == null) {
            throw new ConfigException("--start and --end need each other");
        }
        from.require(
                end >= start && (long) end - start < MOST_CAMERAS,
                "--end",
                end,
                "--start, which is " + start + ", or up to " + (MOST_CAMERAS - 1) + " more");
        IntStream.rangeClosed(start, end).forEach(id -> add("--start", id, options.uriOf(id)));
    }

    private void addAddressed(String text) {
        String[] idAndUri = text.strip().split("=", 2);
        // Of what is no address only the beginning is shown: nobody knows where its password is.
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
        add("--stream", Integer.parseInt(idAndUri[0]), uri);
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

    /** So that what {@link ProcessorOptions#asProperties} gives can be read again. */
    private void normalise() {
        List<Integer> served = new ArrayList<>();
        List<String> addressed = new ArrayList<>();
        for (Map.Entry<Integer, String> camera : uris.entrySet()) {
            if (camera.getValue().equals(options.uriOf(camera.getKey()))) {
                served.add(camera.getKey());
            } else {
                addressed.add(camera.getKey() + "=" + camera.getValue());
            }
        }
        options.streams = served;
        options.stream = addressed;
        options.n = null;
        options.start = null;
        options.end = null;
    }
}
