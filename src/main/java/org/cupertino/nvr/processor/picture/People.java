package org.cupertino.nvr.processor.picture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.wire.BoundingBox;
import org.cupertino.nvr.wire.Detection;

/**
 * Where people were in the last frames of each camera: one who is missed in a frame is still where
 * he was before. Thread-safe, for one frame of a camera at a time.
 */
final class People {
    private static final String PERSON = "person";

    /** Frames, this one included; at a high rate all those of a time. */
    private static final int LAST_FRAMES = 5;

    private static final long LAST_NANOS = Duration.ofSeconds(2).toNanos();

    /** Of the size of a box, at each of its sides. */
    private static final double MARGIN = 0.15;

    private final Map<Integer, Deque<Seen>> byCamera = new ConcurrentHashMap<>();

    private record Seen(long frameId, long nanos, List<Area> areas) {}

    /** Part of a picture, as fractions of its width and height. */
    record Area(double left, double top, double right, double bottom) {
        private static final Area WHOLE = new Area(0, 0, 1, 1);

        private static Area of(BoundingBox box, int width, int height) {
            double x = box.width() * (0.5 + MARGIN);
            double y = box.height() * (0.5 + MARGIN);
            double sum = x + y + box.x() + box.y();
            return Double.isFinite(sum)
                    ? new Area(
                            (box.x() - x) / width,
                            (box.y() - y) / height,
                            (box.x() + x) / width,
                            (box.y() + y) / height)
                    : WHOLE;
        }
    }

    /** Remembers who is in a frame. */
    void note(Frame frame, List<Detection> detections) {
        List<Area> areas =
                detections.stream()
                        .filter(it -> it.className().equals(PERSON))
                        .map(it -> Area.of(it.bbox(), frame.width(), frame.height()))
                        .toList();
        Deque<Seen> frames =
                byCamera.computeIfAbsent(frame.sourceId(), any -> new ArrayDeque<>(LAST_FRAMES));
        long now = System.nanoTime();
        synchronized (frames) {
            frames.addLast(new Seen(frame.frameId(), now, areas));
            while (frames.size() > LAST_FRAMES && now - frames.peekFirst().nanos() > LAST_NANOS) {
                frames.removeFirst();
            }
        }
    }

    /** Where people are, or were lately; empty if it is not known who is in this frame. */
    Optional<List<Area>> lately(Frame frame) {
        Deque<Seen> frames = byCamera.get(frame.sourceId());
        if (frames == null) {
            return Optional.empty();
        }
        synchronized (frames) {
            return frames.peekLast().frameId() == frame.frameId()
                    ? Optional.of(frames.stream().flatMap(it -> it.areas().stream()).toList())
                    : Optional.empty();
        }
    }
}
