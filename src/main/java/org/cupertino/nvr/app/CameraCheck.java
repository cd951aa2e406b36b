package org.cupertino.nvr.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cupertino.nvr.cli.Finding;
import org.cupertino.nvr.processor.ingest.CameraFacts;
import org.cupertino.nvr.processor.ingest.CameraProbe;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.site.SiteCameras;

/** Opens each camera once, and judges what it sends. */
final class CameraCheck {
    private static final Duration MEASURED = Duration.ofSeconds(12);
    private static final Duration LONGEST_KEY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration CLOCK_AHEAD = Duration.ofSeconds(2);
    private static final Duration CLOCK_BEHIND = Duration.ofSeconds(60);

    /** By a part of the sentence that says why a camera cannot be opened. */
    private static final Map<String, String> REMEDIES =
            Map.of(
                    "refuses the login", "correct user and password in the address",
                    "refuses access", "correct user and password in the address",
                    "wants a login", "put user:password@ before the host in the address",
                    "connection refused", "correct the port, or switch RTSP on in the camera",
                    "no such stream", "correct the path in the address",
                    "no such file", "correct the path",
                    "not H.264", "set the camera to H.264");

    private final SiteCameras site;
    private final Optional<Path> stills;

    CameraCheck(SiteCameras site, Optional<Path> stills) {
        this.site = site;
        this.stills = stills;
    }

    Finding run(int id, String uri) {
        String subject = "camera " + id;
        StillFile still = new StillFile(stills, id);
        try {
            CameraFacts facts =
                    CameraProbe.look(StreamSettings.of(site, id, uri), MEASURED, still::write);
            return still.problem()
                    .map(
                            problem ->
                                    Finding.fail(
                                            subject,
                                            "the picture cannot be written: " + problem,
                                            "name a folder that can be written to"))
                    .orElseGet(() -> judge(subject, facts));
        } catch (IOException e) {
            String remedy =
                    REMEDIES.entrySet().stream()
                            .filter(entry -> e.getMessage().contains(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse("check that the camera is on and its address is right");
            return Finding.fail(
                    subject, CameraAddress.of(uri).masked() + ": " + e.getMessage(), remedy);
        }
    }

    static Finding judge(String subject, CameraFacts facts) {
        if (facts.codec().equals(CameraFacts.STILL)) {
            return Finding.ok(
                    subject, "%s %dx%d".formatted(facts.codec(), facts.width(), facts.height()));
        }
        String text = text(facts);
        Duration clock = facts.clock().orElse(Duration.ZERO);
        if (clock.compareTo(CLOCK_AHEAD) > 0 || clock.compareTo(CLOCK_BEHIND.negated()) < 0) {
            return Finding.warn(
                    subject, text, "set the camera's clock by NTP; arrival times are used instead");
        }
        if (facts.keyInterval()
                .map(time -> time.compareTo(LONGEST_KEY_INTERVAL) > 0)
                .orElse(true)) {
            return Finding.warn(
                    subject, text, "set a key frame (I frame) interval of 10 s at most");
        }
        return Finding.ok(subject, text);
    }

    private static String text(CameraFacts facts) {
        StringBuilder text = new StringBuilder();
        text.append(facts.codec().replace("hevc", "h265"))
                .append(" %dx%d".formatted(facts.width(), facts.height()));
        facts.framesPerSecond().ifPresent(fps -> text.append(format(", %.1f frames/s", fps)));
        text.append(
                facts.keyInterval()
                        .map(time -> format(", a key frame every %.1f s", seconds(time)))
                        .orElse(", fewer than two key frames in " + MEASURED.toSeconds() + " s"));
        text.append(
                facts.clock()
                        .map(
                                clock ->
                                        format(
                                                ", clock %.1f s %s",
                                                Math.abs(seconds(clock)),
                                                clock.isNegative() ? "behind" : "ahead"))
                        .orElse(", no clock"));
        return text.toString();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
