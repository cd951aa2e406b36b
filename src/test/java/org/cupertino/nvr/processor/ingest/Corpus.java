package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cupertino.nvr.support.Clip;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.support.ScriptedCamera;
import org.cupertino.nvr.support.ScriptedCamera.Line;

/** Odd streams as cameras send them, made from the clips of the tests. */
final class Corpus {
    private static final int SECOND = 90_000;
    private static final List<Clip.Picture> PLAIN = clip("/demo/people.mp4");
    private static final List<Clip.Picture> SMALL = clip("/video/b-frames.mp4");
    private static final List<Clip.Picture> H265 = clip("/video/h265.mp4");
    private static final List<Clip.Picture> REFRESH = clip("/video/intra-refresh.mp4");

    /** Instance 9 of parameters, which no picture uses, cut off. */
    private static final byte[] PARAMETERS_CUT_OFF = {0x68, 0x0a, 0x42};

    /** Of a private type, says 200 bytes and has 3. */
    private static final byte[] SEI_CUT_OFF = {6, (byte) 240, (byte) 200, 1, 2, 3};

    private Corpus() {}

    private static List<Clip.Picture> clip(String resource) {
        return Clip.of(RtspServer.resource(resource));
    }

    /** What a stream does, by what is odd about it. */
    static Map<String, ScriptedCamera.Script> streams() {
        Map<String, ScriptedCamera.Script> all = new LinkedHashMap<>();
        all.put("nothing odd", line -> loop(line, PLAIN, 0));
        all.put("SEI cut off", changed(Corpus::odd));
        all.put("unknown and empty units", changed(Corpus::unknownUnits));
        all.put(
                "parameter sets of the description broken",
                described(ScriptedCamera.H264.strip() + ";sprop-parameter-sets=Z0IAKeKQ,AAAA\r\n"));
        all.put(
                "audio first, metadata after it",
                described(
                        "m=audio 0 RTP/AVP 0\r\na=control:audio\r\n"
                                + "m=application 0 RTP/AVP 107\r\n"
                                + "a=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:meta\r\n"
                                + ScriptedCamera.H264));
        all.put("begins without parameter sets", Corpus::late);
        all.put("size changes", Corpus::sizes);
        all.put("codec changes", new CodecChange());
        all.put("shown in another order", line -> loop(line, SMALL, 0));
        all.put("no key frame after the first", line -> loop(line, REFRESH, 0));
        all.put("H.265", h265());
        all.put("time stamps wrap", line -> loop(line, PLAIN, (1L << 32) - SECOND));
        all.put("time stamps stand still", stamped(time -> 7L));
        all.put("time stamps to and fro", stamped(t -> t + t / 9_000 % 2 * 3 * SECOND));
        all.put("clock is set", stamped(t -> t > SECOND ? t - 3_600L * SECOND : t));
        all.put("packets are lost", Corpus::lossy);
        all.put("pictures are cut off", changed(Corpus::cutOff));
        all.put("channels and packets of no use", Corpus::garbage);
        return all;
    }

    private static ScriptedCamera.Script described(String media) {
        return new ScriptedCamera.Script() {
            @Override
            public void play(Line line) throws IOException, InterruptedException {
                loop(line, PLAIN, 0);
            }

            @Override
            public String media(int connection) {
                return media;
            }
        };
    }

    private static ScriptedCamera.Script h265() {
        return new ScriptedCamera.Script() {
            @Override
            public void play(Line line) throws IOException, InterruptedException {
                loop(line, H265, 0);
            }

            @Override
            public String media(int connection) {
                return ScriptedCamera.H265;
            }
        };
    }

    /** A camera that starts anew after a second, with the other codec each time. */
    private static final class CodecChange implements ScriptedCamera.Script {
        @Override
        public void play(Line line) throws IOException, InterruptedException {
            List<Clip.Picture> clip = line.number() % 2 == 0 ? PLAIN : H265;
            Corpus.play(line, clip.subList(0, 10), 0, 0);
        }

        @Override
        public String media(int connection) {
            return connection % 2 == 0 ? ScriptedCamera.H264 : ScriptedCamera.H265;
        }
    }

    private static ScriptedCamera.Script changed(UnaryOperator<List<byte[]>> change) {
        List<Clip.Picture> odd =
                PLAIN.stream().map(picture -> picture.with(change.apply(picture.units()))).toList();
        return line -> loop(line, odd, 0);
    }

    private static List<byte[]> odd(List<byte[]> units) {
        List<byte[]> odd = new ArrayList<>(units);
        int slice = 0;
        while ((odd.get(slice)[0] & 0x1f) != 1 && (odd.get(slice)[0] & 0x1f) != 5) {
            slice++;
        }
        odd.add(slice, PARAMETERS_CUT_OFF);
        odd.add(slice, SEI_CUT_OFF);
        return odd;
    }

    private static List<byte[]> unknownUnits(List<byte[]> units) {
        List<byte[]> odd = new ArrayList<>(units);
        odd.add(0, new byte[] {31, 1, 2});
        odd.add(0, new byte[] {12});
        return odd;
    }

    /** One picture in seven has half of its bytes. */
    private static List<byte[]> cutOff(List<byte[]> units) {
        byte[] last = units.get(units.size() - 1);
        if (last.length % 7 > 0) {
            return units;
        }
        List<byte[]> odd = new ArrayList<>(units);
        odd.set(units.size() - 1, Arrays.copyOf(last, last.length / 2));
        return odd;
    }

    private static void late(Line line) throws IOException, InterruptedException {
        List<Clip.Picture> bare = new ArrayList<>(PLAIN.subList(0, 10));
        Clip.Picture key = bare.get(0);
        bare.set(0, key.with(key.units().subList(key.units().size() - 1, key.units().size())));
        play(line, bare, 0, 0);
        loop(line, PLAIN, 10L * SECOND / 10);
    }

    private static void sizes(Line line) throws IOException, InterruptedException {
        long at = 0;
        while (true) {
            play(line, PLAIN.subList(0, 10), at, 0);
            play(line, SMALL.subList(0, 10), at + SECOND, 0);
            at += 2 * SECOND;
        }
    }

    private static void lossy(Line line) throws IOException, InterruptedException {
        for (long at = 0; true; at += SECOND) {
            line.lose(3);
            play(line, PLAIN.subList(0, 10), at, 0);
        }
    }

    private static void garbage(Line line) throws IOException, InterruptedException {
        for (long at = 0; true; at += SECOND) {
            for (int channel : new int[] {0, 1, 9}) {
                line.raw(
                        new byte[] {
                            '$', (byte) channel, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6
                        });
            }
            play(line, PLAIN.subList(0, 10), at, 0);
        }
    }

    /** Changes a time of the stream. */
    @FunctionalInterface
    private interface Stamp {
        long of(long time);
    }

    private static ScriptedCamera.Script stamped(Stamp stamp) {
        return line -> {
            for (int n = 0; true; n++) {
                line.until(n / 10.0);
                line.picture(PLAIN.get(n % PLAIN.size()), stamp.of(n * SECOND / 10L));
            }
        };
    }

    /** Plays it for ever, each picture at its time. */
    private static void loop(Line line, List<Clip.Picture> pictures, long stamp)
            throws IOException, InterruptedException {
        int length = pictures.size() * (SECOND / 10);
        for (long at = 0; true; at += length) {
            play(line, pictures, at, stamp);
        }
    }

    /** Ten pictures a second, whatever the clip's rate is. */
    private static void play(Line line, List<Clip.Picture> pictures, long from, long stamp)
            throws IOException, InterruptedException {
        long first = pictures.get(0).time();
        for (int n = 0; n < pictures.size(); n++) {
            line.until((from + n * (SECOND / 10.0)) / SECOND);
            line.picture(pictures.get(n), stamp + from + pictures.get(n).time() - first);
        }
    }
}
