package org.cupertino.nvr.processor.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** A camera that sends one JPEG picture each time it is asked. */
final class StillInput extends JpegInput {
    /** An answer that came earlier is of another moment. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** Many cameras make a new picture less often than they are asked. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(10);

    /** Some cameras say for ever that nothing is new; so often, at least, they have to show it. */
    private static final int TRUSTED = 3;

    private final HttpSource source;
    private final StreamSettings settings;
    private final Deadline deadline;
    private HttpAnswer first;
    private InputStream firstContent;
    private long arrivedNanos = System.nanoTime();
    private Instant arrivedAt = Instant.now();
    private long checksum;
    private long changedNanos;
    private Instant changedAt;
    private String tag = "";
    private String modified = "";
    private int notModified;
    private boolean trusted = true;

    /**
     * @param first an answer of the camera, of this moment
     */
    StillInput(
            HttpSource source,
            HttpAnswer first,
            InputStream firstContent,
            StreamSettings settings,
            Deadline deadline) {
        super(source);
        this.source = source;
        this.first = first;
        this.firstContent = firstContent;
        this.settings = settings;
        this.deadline = deadline;
    }

    /**
     * Fetches a picture.
     *
     * @return false if it is the one before, or after {@link Deadline#stop()}
     */
    @Override
    public boolean read(AVPacket packet, long limitNanos) throws StreamException {
        HttpAnswer answer = first;
        InputStream content = firstContent;
        first = null;
        firstContent = null;
        if (answer == null || System.nanoTime() - arrivedNanos > FRESH) {
            answer = source.get(conditions(), limitNanos);
            content = answer.body();
            arrivedNanos = System.nanoTime();
            arrivedAt = Instant.now();
        } else {
            deadline.arm(limitNanos);
        }
        if (answer.isNotModified()) {
            notModified++;
            return false;
        }
        try {
            JpegReader picture = new JpegReader(content, settings.maxPixels());
            if (!picture.next()) {
                throw new StreamException("the answer is not a picture");
            }
            if (!isNew(answer, picture)) {
                return false;
            }
            fill(packet, picture);
            return true;
        } catch (IOException e) {
            source.close();
            throw source.failure(e, Duration.ofNanos(limitNanos));
        }
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new HashMap<>();
        if (trusted && notModified < TRUSTED) {
            if (!tag.isEmpty()) {
                conditions.put("If-None-Match", tag);
            }
            if (!modified.isEmpty()) {
                conditions.put("If-Modified-Since", modified);
            }
        }
        return conditions;
    }

    private boolean isNew(HttpAnswer answer, JpegReader picture) {
        CRC32C sum = new CRC32C();
        sum.update(picture.data(), picture.start(), picture.length());
        boolean fresh = changedAt == null || sum.getValue() != checksum;
        boolean sameName =
                tag.equals(answer.header("etag"))
                        && modified.equals(answer.header("last-modified"));
        trusted &= !(fresh && changedAt != null && sameName);
        tag = answer.header("etag");
        modified = answer.header("last-modified");
        notModified = 0;
        if (fresh) {
            checksum = sum.getValue();
            changedNanos = arrivedNanos;
            changedAt = arrivedAt;
        }
        return fresh;
    }

    /** When the last picture began to come. */
    Instant arrivedAt() {
        return arrivedAt;
    }

    /** A sentence if the camera sends the same picture again and again, else null. */
    String remark() {
        Duration limit = settings.stallTimeout() == null ? STALE_AFTER : settings.stallTimeout();
        return changedAt == null || arrivedNanos - changedNanos < limit.toNanos()
                ? null
                : "the picture is stale, the same since "
                        + changedAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
