package org.cupertino.nvr.processor.picture;

import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.config.SnapshotOptions;
import org.cupertino.nvr.config.SnapshotPrivacy;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.inference.Inference;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.DetectionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code pictures} of the routes: pictures of analysed frames for whoever wished for them.
 * What they show is fixed by the options. Thread-safe, for one frame of a camera at a time.
 */
public final class Pictures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    private final SnapshotOptions options;
    private final Wishes wishes;
    private final People people = new People();
    private final Studios studios;
    private volatile boolean failing;

    /**
     * @param leases of wishes that hold for a time
     */
    public Pictures(SnapshotOptions options, Leases leases) {
        this.options = options;
        wishes = new Wishes(leases);
        studios = new Studios(options.privacy(), options.blockPercent());
    }

    /** Whether pictures may be wished for at all. */
    public boolean mayBeAsked() {
        return options.mayBeAsked();
    }

    public Wishes wishes() {
        return wishes;
    }

    /**
     * Remembers who is to be hidden, also those whom the file of cameras leaves out of the event.
     */
    public void note(@Body Inference inference, @ExchangeProperty(RouteNames.FRAME) Frame frame) {
        if (hidesPeople()) {
            people.note(frame, inference.detections());
        }
    }

    /** Whether somebody wants a picture of this frame, and it may be shown. */
    public boolean areWanted(@ExchangeProperty(RouteNames.FRAME) Frame frame) {
        return wishes.width(frame.sourceId()) > 0
                && (!hidesPeople() || people.lately(frame).isPresent());
    }

    private boolean hidesPeople() {
        return options.mayBeAsked() && options.privacy() == SnapshotPrivacy.PEOPLE;
    }

    /**
     * The picture of a frame, as wide as it is wanted but not wider than the frame.
     *
     * @param event of the same frame
     * @return null if nobody wants one any more, or none can be made, which is logged: the frame is
     *     analysed anyhow
     */
    public Picture take(
            @Body DetectionEvent event, @ExchangeProperty(RouteNames.FRAME) Frame frame) {
        Optional<List<People.Area>> hidden =
                hidesPeople() ? people.lately(frame) : Optional.of(List.of());
        int width = hidden.isPresent() ? wishes.take(frame.sourceId()) : 0;
        if (width == 0) {
            return null;
        }
        try {
            Picture picture = Picture.of(event, studios.jpeg(frame, width, hidden.get()));
            failing = false;
            return picture;
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("event", "snapshot_failed")
                        .addKeyValue("source_id", frame.sourceId())
                        .setCause(e)
                        .log("No picture of camera {} can be made", frame.sourceId());
            }
            return null;
        } finally {
            if (wishes.isEmpty()) {
                studios.clear();
            }
        }
    }

    /** Frees native memory; pictures that are under way are still made. */
    @Override
    public void close() {
        studios.close();
    }
}
