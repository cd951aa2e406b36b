package org.cupertino.nvr.processor.ingest;

import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Makes libav read from a stream of Java; one callback serves all, as in {@link Deadline}. */
final class NativeReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final AtomicInteger NEXT = new AtomicInteger(1);
    private static final Map<Integer, NativeReader> OPEN = new ConcurrentHashMap<>();
    private static final Read_packet_Pointer_BytePointer_int READ =
            new Read_packet_Pointer_BytePointer_int() {
                @Override
                public int call(Pointer opaque, BytePointer target, int size) {
                    try {
                        return OPEN.get((int) opaque.address()).read(target, size);
                    } catch (Throwable t) {
                        return Libav.IO_ERROR;
                    }
                }
            };

    private final int number = NEXT.getAndIncrement();
    private final InputStream in;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final AVIOContext context;

    NativeReader(InputStream in) {
        this.in = in;
        OPEN.put(number, this);
        try (Deadline.Index opaque = new Deadline.Index(number)) {
            context =
                    avio_alloc_context(
                            new BytePointer(av_malloc(BUFFER_BYTES)),
                            BUFFER_BYTES,
                            0,
                            opaque,
                            READ,
                            null,
                            null);
        }
    }

    AVIOContext context() {
        return context;
    }

    private int read(BytePointer target, int size) throws IOException {
        int got = in.read(bytes, 0, Math.min(size, bytes.length));
        if (got <= 0) {
            return AVERROR_EOF;
        }
        target.put(bytes, 0, got);
        return got;
    }

    /** No libav call may use it any more. */
    @Override
    public void close() {
        OPEN.remove(number);
        av_free(context.buffer());
        avio_context_free(context);
    }
}
