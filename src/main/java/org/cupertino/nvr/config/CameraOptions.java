package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cameras are watched, how often, and how they are reached. */
public final class CameraOptions {
    /** Cameras one processor takes. */
    public static final int MOST_CAMERAS = CameraChoice.MOST_CAMERAS;

    @Option(
            names = "--streams",
            paramLabel = "ID[,ID...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            description =
                    "Watch these cameras of the stream server, such as 0,1,2,3. Default: none")
    private List<Integer> streams;

    @Option(
            names = "--n",
            paramLabel = "N",
            description = "Watch the cameras 0 to N-1 of the stream server. Default: none")
    private Integer n;

    @Option(
            names = "--start",
            paramLabel = "ID",
            description =
                    "Watch the cameras from this one to --end, both included, of the stream server."
                            + " Default: none")
    private Integer start;

    @Option(names = "--end", paramLabel = "ID", description = "See --start. Default: none")
    private Integer end;

    @Option(
            names = "--stream",
            paramLabel = "ID=URI",
            split = "\\s+(?=\\d+=)",
            hideParamSyntax = true,
            description = {
                "Watch a camera at any address: rtsp, rtsps, http, https, or a file. Repeatable; in"
                        + " a property or variable separate them by blanks: 7=rtsp://a/1 8=/b.mp4.",
                "Cameras given by these five options add up. If one of the five is a flag, those"
                        + " in the environment and the file are not used; likewise environment over"
                        + " file.",
                "Default: none"
            })
    private List<String> stream;

    @Option(
            names = "--cameras",
            paramLabel = "FILE",
            description = {
                "YAML file of cameras: address, name, rate, zones and more of each. All are watched,"
                        + " unless other options choose some. Edits take effect while it runs.",
                "Default: none"
            })
    private Path cameras;

    @Option(
            names = "--stream-server",
            paramLabel = "URL",
            defaultValue = "rtsp://localhost:8554",
            description = {
                "Where cameras without an address of their own are: URL/ID.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String streamServer;

    @Option(
            names = "--max-fps",
            paramLabel = "FPS",
            defaultValue = "0.1",
            description = {
                "Frames a second analysed from each camera, at most; 0.1 is one every 10 s,"
                        + " 0.00001 is the least.",
                "Default: ${DEFAULT-VALUE}"
            })
    private double maxFps;

    @Option(
            names = "--rtsp-transport",
            paramLabel = "TYPE",
            defaultValue = "tcp",
            description = {"tcp or udp.", "Default: ${DEFAULT-VALUE}"})
    private RtspTransport rtspTransport;

    @Option(
            names = "--file-playback",
            paramLabel = "MODE",
            defaultValue = "once",
            description = {
                "For files in place of cameras: once, or loop without end.",
                "Default: ${DEFAULT-VALUE}"
            })
    private FilePlayback filePlayback;

    @Option(
            names = "--camera-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the CA certificates trusted for rtsps and https cameras."
                            + " Default: none, such a camera is encrypted but not verified")
    private Path cameraCa;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Give up opening a camera after this time: 500ms, 10s, 1m; a bare number is"
                            + " seconds. Default: the time between two sampled frames, but 10s to"
                            + " 30s")
    private Duration connectTimeout;

    @Option(
            names = "--stall-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Reconnect a camera that has sent no video for this time: 500ms, 10s, 1m; a bare"
                            + " number is seconds. Default: the time of ten of its pictures, but"
                            + " 5s to 60s")
    private Duration stallTimeout;

    @Option(
            names = "--key-frames-only",
            paramLabel = "ID[,ID...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            description =
                    "Decode nothing but the key frames of these cameras, or of all, though they may"
                            + " come too seldom for --max-fps. It saves CPU time and costs frames."
                            + " Default: none")
    private List<String> keyFramesOnly;

    @Option(
            names = "--max-picture",
            paramLabel = "WIDTHxHEIGHT",
            defaultValue = "4096x2304",
            description = {
                "Refuse cameras with larger pictures: they cost much memory, and one more hostile"
                        + " than large could end the process.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String maxPicture;

    @Mixin private CameraAccessOptions access = new CameraAccessOptions();

    private SortedMap<Integer, String> uris = new TreeMap<>();
    private Set<Integer> addressed = Set.of();

    /** Checks the values, and finds out which cameras they choose together. */
    void resolve(OptionSources from) {
        check(from);
        streamServer = streamServer.replaceFirst("/+$", "");
        CameraChoice choice = new CameraChoice(from, this::uriOf);
        choice.addListed(streams);
        choice.addFirst(n);
        choice.addRange(start, end);
        choice.addAddressed(stream);
        addressed = choice.addressed();
        keep(choice.uris());
        n = start = end = null;
    }

    /** Of all cameras, keeps this one, which need not be among them. */
    void only(int id) {
        keep(new TreeMap<>(Map.of(id, uris.getOrDefault(id, uriOf(id)))));
    }

    /** Two of the five are left, so that the properties of a processor can be read again. */
    private void keep(SortedMap<Integer, String> kept) {
        uris = kept;
        addressed.retainAll(kept.keySet());
        streams = kept.keySet().stream().filter(id -> !isAddressed(id)).toList();
        stream = addressed.stream().map(id -> id + "=" + kept.get(id)).toList();
    }

    private void check(OptionSources from) {
        from.require(
                CameraChoice.isServer(streamServer),
                "--stream-server",
                streamServer,
                "an rtsp, rtsps, http or https URL such as rtsp://localhost:8554");
        access.resolve(from);
        Rules.file(from, "--cameras", cameras);
        Rules.rate(from, "--max-fps", maxFps);
        Rules.file(from, "--camera-ca", cameraCa);
        Rules.duration(from, "--connect-timeout", connectTimeout);
        Rules.duration(from, "--stall-timeout", stallTimeout);
        keyFramesOnly = keyFramesOnly == null ? List.of() : List.copyOf(keyFramesOnly);
        from.require(
                keyFramesOnly.stream().allMatch(id -> id.matches("all|\\d{1,9}")),
                "--key-frames-only",
                String.join(",", keyFramesOnly),
                "numbers of cameras such as 2,5, or all");
        from.require(
                maxPicture.matches("[1-9]\\d{1,4}x[1-9]\\d{1,4}"),
                "--max-picture",
                maxPicture,
                "a size in pixels such as 4096x2304");
    }

    /** The file that says more of each camera; not yet read. */
    public Optional<Path> file() {
        return Optional.ofNullable(cameras);
    }

    /** Whether {@code --stream} gives the camera's address. */
    public boolean isAddressed(int sourceId) {
        return addressed.contains(sourceId);
    }

    /** Address of every camera that options choose, by number, ascending. May hold credentials. */
    public SortedMap<Integer, String> uris() {
        return new TreeMap<>(uris);
    }

    /** Address of a camera that has none of its own. May hold credentials. */
    public String uriOf(int sourceId) {
        return streamServer + "/" + sourceId;
    }

    /** Frames a second, more than 0, at most 1000. */
    public double maxFps() {
        return maxFps;
    }

    public RtspTransport rtspTransport() {
        return rtspTransport;
    }

    public FilePlayback filePlayback() {
        return filePlayback;
    }

    public Optional<Path> cameraCa() {
        return Optional.ofNullable(cameraCa);
    }

    /** Empty means: derive it from how often the camera is sampled. */
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(connectTimeout);
    }

    /** Empty means: derive it from what the camera sends. */
    public Optional<Duration> stallTimeout() {
        return Optional.ofNullable(stallTimeout);
    }

    /** Whether nothing but key frames of the camera is to be decoded. */
    public boolean keyFramesOnly(int sourceId) {
        return keyFramesOnly.contains("all") || keyFramesOnly.contains(Integer.toString(sourceId));
    }

    /** Pixels of the largest picture. */
    public long maxPixels() {
        String[] size = maxPicture.split("x");
        return Long.parseLong(size[0]) * Long.parseLong(size[1]);
    }

    /**
     * Where cameras may be whose address is not among those configured.
     *
     * @param addresses more that are
     */
    public CameraNetworks networks(Collection<String> addresses) {
        List<String> configured = new ArrayList<>(uris.values());
        configured.add(streamServer);
        configured.addAll(addresses);
        return access.networks(configured);
    }

    /** Properties file of the secrets that addresses name. */
    public Optional<Path> cameraSecrets() {
        return access.secrets();
    }

    /** Lower case. */
    public List<String> allowedSchemes() {
        return access.allowedSchemes();
    }
}
