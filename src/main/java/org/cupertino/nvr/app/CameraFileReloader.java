package org.cupertino.nvr.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.camera.UnknownSourceException;
import org.cupertino.nvr.processor.zone.Zones;
import org.cupertino.nvr.site.CameraFile;
import org.cupertino.nvr.site.SiteCameras;
import org.cupertino.nvr.timing.Lasting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Has a running processor follow every edit of its file of cameras. The file is compared by
 * content, which works with every editor and with symbolic links that are swapped. An edit is
 * looked at when it has been the same for one look; if anything is wrong with it, all goes on as
 * before.
 */
final class CameraFileReloader extends LifecycleStrategySupport implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(CameraFileReloader.class);
    private static final long LOOK_EVERY_MS = 500;

    private final Path file;
    private final SiteStreams streams;
    private final Cameras cameras;
    private final Zones zones;
    private final Consumer<String> note;
    private byte[] seen;
    private byte[] followed;
    private String reported;
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "cameras-reload");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * @param file that {@code streams} were read from; an edit since then is followed as well
     * @param note gets what is wrong with the file, and null when nothing is
     */
    CameraFileReloader(
            Path file, SiteStreams streams, Cameras cameras, Zones zones, Consumer<String> note) {
        this.file = file;
        this.streams = streams;
        this.cameras = cameras;
        this.zones = zones;
        this.note = note;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // No camera has been added yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        try {
            looker.scheduleWithFixedDelay(
                    new Lasting("A look at the file of cameras", this::look),
                    LOOK_EVERY_MS,
                    LOOK_EVERY_MS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopped while it started");
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        looker.shutdownNow();
        try {
            looker.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            byte[] now = CameraFile.bytes(file);
            boolean settled = Arrays.equals(now, seen);
            seen = now;
            if (settled && !Arrays.equals(now, followed)) {
                boolean first = followed == null;
                followed = now;
                follow(now, first);
            }
        } catch (IOException e) {
            seen = null;
            reject(file.getFileName() + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Edited cameras cannot be taken over", e);
            report(file.getFileName() + " is taken over in part: " + e);
        }
    }

    private void follow(byte[] text, boolean first) {
        CameraFile now = CameraFile.parse(file.getFileName().toString(), text);
        if (!now.faults().isEmpty()) {
            reject(now.problem());
            return;
        }
        SiteCameras before = streams.site();
        SiteCameras next = SiteCameras.of(before.options(), now);
        SiteChange change = SiteChange.between(before, next);
        streams.follow(next);
        zones.follow(next.inFile());
        report(apply(change));
        // At the start there is nothing to say, unless it was edited since it was read.
        LOG.atLevel(first && change.isEmpty() ? Level.DEBUG : Level.INFO)
                .addKeyValue("event", "cameras_reloaded")
                .log(
                        "{} is taken over: cameras added {}, removed {}, opened anew {}",
                        file.getFileName(),
                        change.added(),
                        change.removed(),
                        change.reopened());
    }

    /**
     * Changes the cameras; one that fails stops no other.
     *
     * @return what failed, or null
     */
    private String apply(SiteChange change) {
        List<String> failures = new ArrayList<>();
        for (int id : change.removed()) {
            try {
                cameras.remove(id);
            } catch (UnknownSourceException e) {
                LOG.debug("Camera {} is removed already", id);
            } catch (Exception e) {
                failures.add(failed(id, e));
            }
        }
        cameras.renewStreams(change.reopened());
        change.rated().forEach(id -> cameras.rates().rebase(id, streams.maxFps(id)));
        for (int id : change.added()) {
            try {
                if (!cameras.add(id, streams.site().addressOf(id))) {
                    // By the command add_stream; from now on it is one of the file.
                    cameras.renewStreams(Set.of(id));
                    cameras.rates().rebase(id, streams.maxFps(id));
                }
            } catch (Exception e) {
                failures.add(failed(id, e));
            }
        }
        // Names are in the status as well.
        cameras.changed();
        return failures.isEmpty() ? null : String.join("; ", failures);
    }

    private String failed(int sourceId, Exception cause) {
        LOG.atError()
                .addKeyValue("event", "camera_not_changed")
                .addKeyValue("source_id", sourceId)
                .setCause(cause)
                .log("Camera {} does not follow {}", sourceId, file.getFileName());
        return "Camera %d does not follow %s".formatted(sourceId, file.getFileName());
    }

    /** All goes on as before. */
    private void reject(String problem) {
        if (!problem.equals(reported)) {
            LOG.atWarn()
                    .addKeyValue("event", "cameras_rejected")
                    .addKeyValue("file", file.getFileName())
                    .addKeyValue("reason", problem)
                    .log("{}, the cameras stay as they are", problem);
        }
        report(problem);
    }

    private void report(String problem) {
        reported = problem;
        note.accept(problem);
    }
}
