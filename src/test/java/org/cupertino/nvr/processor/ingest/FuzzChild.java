package org.cupertino.nvr.processor.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.support.Clip;
import org.cupertino.nvr.support.RtspServer;
import org.cupertino.nvr.support.ScriptedCamera;

/**
 * Plays damaged input from one seed on, as fast as it goes, and prints each seed before it is
 * played. What is played is in a folder as well, so that it is there when this process is not.
 */
final class FuzzChild implements FrameSink {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST_PACKETS = 100;
    private static final String[] KINDS = {
        "h264", "hevc", "ts", "mjpeg", "multipart", "sdp", "rtp"
    };
    private static final String BOUNDARY = "--cut\r\nContent-Type: image/jpeg\r\n\r\n";

    private final Path folder;
    private final byte[] h264 = bare(Clip.of(RtspServer.resource("/video/b-frames.mp4")));
    private final byte[] hevc = bare(Clip.of(RtspServer.resource("/video/h265.mp4")));
    private final byte[] ts = start("/video/size-change.ts", 188 * 700);
    private final byte[] mjpeg = start("/video/mjpeg.mov", 60_000);
    private final byte[] rtp = packets(Clip.of(RtspServer.resource("/video/b-frames.mp4")));
    private final ByteBuffer rgb = ByteBuffer.allocateDirect(3 * 128 * 128 + 64);
    private long pictures;

    private FuzzChild(Path folder) throws IOException {
        this.folder = folder;
    }

    /**
     * @param arguments a folder and the first seed
     */
    public static void main(String[] arguments) throws Exception {
        Libav.install();
        FuzzChild child = new FuzzChild(Path.of(arguments[0]));
        Thread orphan = new Thread(FuzzChild::awaitParentsEnd);
        orphan.setDaemon(true);
        orphan.start();
        for (long seed = Long.parseLong(arguments[1]); true; seed++) {
            System.out.println(seed + " " + child.pictures);
            child.play(seed);
        }
    }

    private static void awaitParentsEnd() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("no parent any more: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private static byte[] bare(List<Clip.Picture> pictures) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pictures.subList(0, 24).forEach(picture -> all.writeBytes(picture.bytes()));
        return all.toByteArray();
    }

    private static byte[] packets(List<Clip.Picture> pictures) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ScriptedCamera.Line line = ScriptedCamera.into(all);
        for (Clip.Picture picture : pictures.subList(0, 24)) {
            line.picture(picture, picture.time());
        }
        return all.toByteArray();
    }

    private static byte[] start(String resource, int most) throws IOException {
        try (var in = FuzzChild.class.getResourceAsStream(resource)) {
            return in.readNBytes(most);
        }
    }

    private void play(long seed) throws IOException {
        String kind = KINDS[(int) (seed % KINDS.length)];
        Mutator mutator = new Mutator(seed);
        switch (kind) {
            case "h264" -> file(kind, mutator.bytes(h264));
            case "hevc" -> file(kind, mutator.bytes(hevc));
            case "ts" -> file(kind, mutator.bytes(ts));
            case "mjpeg" -> file(kind, mutator.bytes(mjpeg));
            case "multipart" -> multipart(mutator);
            case "sdp" -> rtsp(mutator.text(ScriptedCamera.H264), rtp);
            default -> rtsp(ScriptedCamera.H264, mutator.bytes(rtp));
        }
    }

    private Path keep(String kind, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("input." + kind), bytes);
    }

    private void file(String kind, byte[] bytes) throws IOException {
        play(keep(kind, bytes).toString());
    }

    private void rtsp(String media, byte[] packets) throws IOException {
        keep("sdp", media.getBytes(ISO_8859_1));
        keep("rtp", packets);
        ScriptedCamera.Script script =
                new ScriptedCamera.Script() {
                    @Override
                    public void play(ScriptedCamera.Line line) throws IOException {
                        line.raw(packets);
                    }

                    @Override
                    public String media(int connection) {
                        return media;
                    }
                };
        try (ScriptedCamera camera = new ScriptedCamera(script)) {
            play(camera.uri());
        }
    }

    private void multipart(Mutator mutator) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            all.writeBytes(BOUNDARY.getBytes(ISO_8859_1));
            all.write(mjpeg, 0, 20_000);
        }
        byte[] body = mutator.bytes(all.toByteArray());
        keep("multipart", body);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server, body));
            thread.setDaemon(true);
            thread.start();
            play("http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    private static void serve(ServerSocket server, byte[] body) {
        String type = "multipart/x-mixed-replace; boundary=cut";
        try (Socket client = server.accept();
                OutputStream out = client.getOutputStream()) {
            client.getInputStream().read();
            out.write(
                    ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
        } catch (IOException e) {
            // The reader had enough.
            return;
        }
    }

    private void play(String uri) {
        StreamSettings settings =
                new StreamSettings(
                        0, uri, null, FilePlayback.ONCE, null, LIMIT, LIMIT, null, false, null);
        AVPacket packet = av_packet_alloc();
        try (Deadline deadline = new Deadline();
                FrameSampler sampler =
                        new FrameSampler(settings, 1000, this, new StreamCounters())) {
            try (StreamInput input = StreamInput.open(settings, 0, deadline, LIMIT)) {
                sampler.start();
                sampler.begin();
                int n = 0;
                while (n++ < MOST_PACKETS && input.read(packet, LIMIT.toNanos())) {
                    sampler.packet(input, packet);
                }
                sampler.drain(input);
            }
        } catch (StreamException e) {
            // As it should be.
            return;
        } finally {
            av_packet_free(packet);
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void accept(Frame frame) {
        try (frame) {
            frame.letterbox(Letterbox.fit(frame.width(), frame.height(), 128, 128), rgb);
            pictures++;
        }
    }
}
