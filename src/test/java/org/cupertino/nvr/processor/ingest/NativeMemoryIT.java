package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Opens, reads and closes often, and looks at what the process holds afterwards. */
class NativeMemoryIT {
    private static final int SIZE = 416;

    /** One leaked frame of each cycle would be twice that over a hundred cycles. */
    private static final long ALLOWED_KB = 30_000;

    private final ByteBuffer rgb = ByteBuffer.allocateDirect(3 * SIZE * SIZE + 64);

    @Test
    void hundred_cycles_leave_nothing_behind() throws Exception {
        String clip = RtspServer.resource("/demo/people.mp4").toString();
        cycles(clip, 40);
        long before = residentKb();
        cycles(clip, 100);
        assertThat(residentKb() - before).isLessThan(ALLOWED_KB);
    }

    @Test
    @Tag("long")
    void thousand_cycles_over_rtsp_leave_nothing_behind() throws Exception {
        RtspServer.assumeAvailable();
        Path clip = RtspServer.resource("/demo/people.mp4");
        try (RtspServer server = RtspServer.start(Map.of("0", clip))) {
            cycles(server.uri("0"), 100);
            long before = residentKb();
            cycles(server.uri("0"), 1000);
            assertThat(residentKb() - before).isLessThan(ALLOWED_KB);
        }
    }

    private void cycles(String uri, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Semaphore seen = new Semaphore(0);
            FrameSink sink =
                    new FrameSink() {
                        @Override
                        public boolean isReady() {
                            return true;
                        }

                        @Override
                        public void accept(Frame frame) {
                            try (frame) {
                                frame.letterbox(
                                        Letterbox.fit(frame.width(), frame.height(), SIZE, SIZE),
                                        rgb);
                            }
                            seen.release();
                        }
                    };
            StreamSettings settings = StreamSettings.of(0, uri);
            try (CameraStream stream = new CameraStream(settings, 1000, sink, (s, r) -> {})) {
                stream.start();
                assertThat(seen.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** After a collection, as the heap is part of it. */
    private static long residentKb() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
