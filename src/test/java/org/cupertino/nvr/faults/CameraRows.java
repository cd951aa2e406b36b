package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cupertino.nvr.support.Clip;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.support.ScriptedCamera;
import org.cupertino.nvr.support.ScriptedCamera.Line;

/** What cameras may do to a processor. */
final class CameraRows {
    private static final int SECOND = 90_000;
    private static final Path PEOPLE = RtspServer.resource("/demo/people.mp4");
    private static final int MANY = 100;
    private static final int VERY_MANY = 1_000;

    /** What a processor may hold with a hundred cameras, MB. */
    private static final long MOST_MB = 1_200;

    /** Baseline, 1,024 x 1,024 macroblocks. */
    private static final byte[] HUGE = {
        0x67, 0x42, 0, 0x33, (byte) 0xda, 0, 0x10, 0, 0, (byte) 0x80, 0x11
    };

    private CameraRows() {}

    static List<Row> all() {
        return List.of(
                Row.full("cameras killed", CameraRows::killed),
                Row.brief("cameras silent, connections open", CameraRows::silent),
                Row.full("camera sends garbage", stage -> played(stage, new Garbage())),
                Row.full("size and codec of a camera change", stage -> played(stage, new Change())),
                Row.full("time stamps wrap, clock is set", stage -> played(stage, new Clocks())),
                Row.full("key frames after 2 s, then after 20 s", stage -> groups(stage, 2, 20)),
                Row.full("key frames after 45 s", stage -> groups(stage, 45, 45)),
                Row.full("camera of hostile size", CameraRows::hostile),
                Row.full("100 cameras back at once", CameraRows::backAtOnce),
                Row.full("1,000 cameras down", CameraRows::down));
    }

    private static void begin(Stage stage, String first, String second) throws Exception {
        stage.watching(first, second);
        stage.broker.start();
        stage.listen();
        stage.start();
        stage.calm();
        stage.awaitPong();
    }

    private static void add(Stage stage, int camera, String uri, double maxFps) {
        String source = "{\"source_id\":" + camera;
        command(stage, "add_stream", source + ",\"uri\":\"" + uri + "\"}");
        command(stage, "set_fps", source + ",\"max_fps\":" + maxFps + "}");
    }

    private static void command(Stage stage, String name, String params) {
        stage.probe()
                .publish(
                        "nvr/control/commands/" + Stage.ID,
                        "{\"command\":\"" + name + "\",\"params\":" + params + "}");
    }

    private static void killed(Stage stage) throws Exception {
        Map<String, Path> mounts = Map.of("0", PEOPLE, "1", PEOPLE);
        RtspServer server = stage.with(RtspServer.start(mounts));
        begin(stage, server.uri("0"), server.uri("1"));
        stage.fault();
        server.close();
        stage.watch(5);
        stage.with(RtspServer.start(server.port(), mounts, null, null));
        stage.awaitSeen(3);
        stage.watch(3);
    }

    private static void silent(Stage stage) throws Exception {
        RtspServer server = stage.with(RtspServer.start(Map.of("0", PEOPLE, "1", PEOPLE)));
        begin(stage, server.uri("0"), server.uri("1"));
        stage.fault();
        server.suspend();
        stage.watch(12);
        server.resume();
        stage.awaitSeen(3);
        stage.watch(3);
    }

    private static void played(Stage stage, ScriptedCamera.Script script) throws Exception {
        played(stage, script, 40);
    }

    private static void played(Stage stage, ScriptedCamera.Script script, int seconds)
            throws Exception {
        ScriptedCamera camera = stage.with(new ScriptedCamera(script));
        begin(stage, camera.uri(), stage.cameras.uri("1"));
        stage.fault();
        stage.watch(seconds);
    }

    /** Plays pictures of a clip, so many a second, at any stamp. */
    private static long play(Line line, List<Clip.Picture> clip, double at, double rate, long stamp)
            throws IOException, InterruptedException {
        for (int n = 0; n < clip.size(); n++) {
            line.until(at + n / rate);
            line.picture(clip.get(n), stamp + (long) (n * SECOND / rate));
        }
        return clip.size();
    }

    private static final class Garbage implements ScriptedCamera.Script {
        private final List<Clip.Picture> clip = Clip.of(PEOPLE);

        @Override
        public void play(Line line) throws IOException, InterruptedException {
            CameraRows.play(line, clip.subList(0, 40), 0, 10, 0);
            byte[] garbage = new byte[100_000];
            new Random(line.number()).nextBytes(garbage);
            line.raw(garbage);
        }
    }

    private static final class Change implements ScriptedCamera.Script {
        private final List<Clip.Picture> large = Clip.of(PEOPLE);
        private final List<Clip.Picture> small =
                Clip.of(RtspServer.resource("/video/b-frames.mp4"));
        private final List<Clip.Picture> h265 = Clip.of(RtspServer.resource("/video/h265.mp4"));

        @Override
        public void play(Line line) throws IOException, InterruptedException {
            boolean other = line.number() % 2 == 1;
            for (int i = 0; i < 3; i++) {
                CameraRows.play(
                        line, other ? h265 : large.subList(0, 40), 8 * i, 10, 8L * i * SECOND);
                CameraRows.play(line, other ? h265 : small, 8 * i + 4, 10, (8L * i + 4) * SECOND);
            }
        }

        @Override
        public String media(int connection) {
            return connection % 2 == 1 ? ScriptedCamera.H265 : ScriptedCamera.H264;
        }
    }

    private static final class Clocks implements ScriptedCamera.Script {
        private final List<Clip.Picture> clip = Clip.of(PEOPLE).subList(0, 40);

        @Override
        public void play(Line line) throws IOException, InterruptedException {
            long stamp = (1L << 32) - 10L * SECOND;
            for (int i = 0; true; i++) {
                stamp += i % 3 == 2 ? -2_000L * SECOND : 4L * SECOND;
                CameraRows.play(line, clip, 4 * i, 10, stamp);
            }
        }
    }

    /** Groups of those lengths in turn, with the pictures of one group that is whole. */
    private static void groups(Stage stage, int one, int other) throws Exception {
        List<Clip.Picture> whole = new ArrayList<>();
        for (Clip.Picture picture : Clip.of(RtspServer.resource("/video/intra-refresh.mp4"))) {
            // Without the hint that one may start here.
            whole.add(
                    picture.with(picture.units().stream().filter(u -> (u[0] & 31) != 6).toList()));
        }
        played(
                stage,
                line -> {
                    double at = 0;
                    for (int i = 0; true; i++) {
                        double length = i / 4 % 2 == 0 ? one : other;
                        double rate = Math.min(10, whole.size() / length);
                        int size = (int) Math.min(whole.size(), length * rate);
                        play(line, whole.subList(0, size), at, rate, (long) (at * SECOND));
                        at += length;
                    }
                },
                120);
    }

    /** A third camera whose parameters say that pictures are of 16,384 x 16,384. */
    private static void hostile(Stage stage) throws Exception {
        List<Clip.Picture> odd = new ArrayList<>();
        for (Clip.Picture picture : Clip.of(PEOPLE).subList(0, 20)) {
            List<byte[]> units = new ArrayList<>(picture.units());
            units.replaceAll(unit -> (unit[0] & 31) == 7 ? HUGE : unit);
            odd.add(picture.with(units));
        }
        begin(stage, stage.cameras.uri("0"), stage.cameras.uri("1"));
        long before = stage.footprint().residentKb();
        ScriptedCamera camera =
                stage.with(
                        new ScriptedCamera(
                                line -> {
                                    for (int i = 0; true; i++) {
                                        play(line, odd, 2 * i, 10, 2L * i * SECOND);
                                    }
                                }));
        stage.fault();
        add(stage, 2, camera.uri(), 1);
        stage.watch(30);
        assertThat(stage.footprint().residentKb() - before).isLessThan(300_000);
    }

    private static void backAtOnce(Stage stage) throws Exception {
        Map<String, Path> mounts = Map.of("0", PEOPLE);
        RtspServer server = stage.with(RtspServer.start(mounts));
        begin(stage, stage.cameras.uri("0"), stage.cameras.uri("1"));
        for (int camera = 2; camera < MANY; camera++) {
            add(stage, camera, server.uri("0"), 0.1);
        }
        stage.watch(60);
        stage.fault();
        server.close();
        stage.watch(5);
        stage.with(RtspServer.start(server.port(), mounts, null, null));
        stage.watch(60);
        assertThat(stage.footprint().residentKb() / 1_024).isLessThan(MOST_MB);
    }

    private static void down(Stage stage) throws Exception {
        String nowhere = "rtsp://127.0.0.1:" + Ports.free() + "/0";
        begin(stage, stage.cameras.uri("0"), stage.cameras.uri("1"));
        stage.fault();
        for (int camera = 2; camera < VERY_MANY; camera++) {
            add(stage, camera, nowhere, 0.1);
        }
        stage.watch(60);
        assertThat(stage.footprint().residentKb() / 1_024).isLessThan(MOST_MB);
    }
}
