package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A camera on 127.0.0.1 that does as a test says: RTSP over TCP, H.264 or H.265, with any time
 * stamps, pauses, gaps and ends, and any description.
 */
public final class ScriptedCamera implements AutoCloseable {
    private static final int MTU = 1400;

    /** The description of plain H.264 whose parameter sets come with the video. */
    public static final String H264 =
            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:video\r\n"
                    + "a=fmtp:96 packetization-mode=1\r\n";

    /** The same of H.265. */
    public static final String H265 =
            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=control:video\r\n";

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;

    /** What happens on one connection once the client asked for video; it ends with this. */
    @FunctionalInterface
    public interface Script {
        void play(Line line) throws IOException, InterruptedException;

        /**
         * The media that are described.
         *
         * @param connection 0 for the first
         */
        default String media(int connection) {
            return H264;
        }
    }

    public ScriptedCamera(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                int number = connections.getAndIncrement();
                open.add(client);
                daemon(() -> serve(client, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client, int number) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            Line line = new Line(client.getOutputStream(), number, over);
            String request = request(in);
            while (!request.startsWith("PLAY")) {
                answer(line, request, number);
                request = request(in);
            }
            answer(line, request, number);
            script.play(line);
        } catch (IOException e) {
            // The client went away, or the test is over.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
            }
            text.write(next);
        }
        return text.toString(ISO_8859_1);
    }

    private void answer(Line line, String request, int number) throws IOException {
        String sequence =
                request.lines().filter(l -> l.startsWith("CSeq")).findFirst().orElse("CSeq: 0");
        String head = "RTSP/1.0 200 OK\r\n" + sequence + "\r\nSession: 1;timeout=600\r\n";
        if (request.startsWith("DESCRIBE")) {
            String sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
            byte[] body = (sdp + script.media(number)).getBytes(ISO_8859_1);
            head += "Content-Type: application/sdp\r\nContent-Length: " + body.length + "\r\n\r\n";
            line.raw(head.getBytes(ISO_8859_1));
            line.raw(body);
            return;
        } else if (request.startsWith("SETUP")) {
            head += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        }
        line.raw((head + "\r\n").getBytes(ISO_8859_1));
    }

    /** A connection with the video in it. */
    public static final class Line {
        private final OutputStream out;
        private final int number;
        private final CountDownLatch over;
        private int sequence = 65_000;
        private long start = System.nanoTime();

        private Line(OutputStream out, int number, CountDownLatch over) {
            this.out = out;
            this.number = number;
            this.over = over;
        }

        /** 0 for the first connection of the camera. */
        public int number() {
            return number;
        }

        /** Sends any bytes. */
        public void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Waits until so long after the begin of the connection, or of the last reset. */
        public void until(double seconds) throws InterruptedException {
            long left = start + (long) (seconds * 1e9) - System.nanoTime();
            if (left > 0 && over.await(left, TimeUnit.NANOSECONDS)) {
                throw new InterruptedException();
            }
        }

        public void reset() {
            start = System.nanoTime();
        }

        /** Leaves packets out, as a lossy network does. */
        public void lose(int packets) {
            sequence += packets;
        }

        /**
         * Sends a picture.
         *
         * @param time of it in 90,000ths of a second; 32 bits of it are sent
         */
        public void picture(Clip.Picture picture, long time) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<byte[]> units = picture.units();
            for (int i = 0; i < units.size(); i++) {
                unit(units.get(i), picture.isH265(), i == units.size() - 1, time, all);
            }
            raw(all.toByteArray());
        }

        private void unit(
                byte[] unit, boolean h265, boolean last, long time, ByteArrayOutputStream all) {
            if (unit.length <= MTU) {
                packet(last, time, new byte[0], unit, 0, unit.length, all);
                return;
            }
            int head = h265 ? 2 : 1;
            int type = h265 ? unit[0] >> 1 & 0x3f : unit[0] & 0x1f;
            for (int at = head; at < unit.length; at += MTU) {
                int length = Math.min(MTU, unit.length - at);
                boolean end = at + length == unit.length;
                int flags = (at == head ? 0x80 : 0) | (end ? 0x40 : 0) | type;
                byte[] fragment =
                        h265
                                ? new byte[] {(byte) (49 << 1), unit[1], (byte) flags}
                                : new byte[] {(byte) (unit[0] & 0x60 | 28), (byte) flags};
                packet(last && end, time, fragment, unit, at, length, all);
            }
        }

        private void packet(
                boolean marker,
                long time,
                byte[] head,
                byte[] from,
                int at,
                int length,
                ByteArrayOutputStream all) {
            int size = 12 + head.length + length;
            sequence = sequence + 1 & 0xffff;
            all.writeBytes(new byte[] {'$', 0, (byte) (size >> 8), (byte) size});
            all.writeBytes(new byte[] {(byte) 0x80, (byte) ((marker ? 0x80 : 0) | 96)});
            all.writeBytes(new byte[] {(byte) (sequence >> 8), (byte) sequence});
            for (int shift = 24; shift >= 0; shift -= 8) {
                all.write((int) (time >> shift));
            }
            all.writeBytes(new byte[] {1, 2, 3, 4});
            all.writeBytes(head);
            all.write(from, at, length);
        }
    }

    /** The same video into anything else. */
    public static Line into(OutputStream out) {
        return new Line(out, 0, new CountDownLatch(1));
    }

    public String uri() {
        return "rtsp://127.0.0.1:" + socket.getLocalPort() + "/0";
    }

    /** Connections until now. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections, and refuses new ones. */
    @Override
    public void close() {
        over.countDown();
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
