package org.cupertino.nvr.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.cupertino.nvr.timing.Lasting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running context follow every edit of its route files. An edit is looked at when it has been
 * the same for one look, so a file that is being written is left alone, and taken over only if
 * {@link RouteCheck} finds nothing wrong with it; otherwise all goes on as before.
 */
public final class RouteReloader extends LifecycleStrategySupport implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
    private static final long LOOK_EVERY_MS = 250;

    private final RouteFolder folder;
    private final RouteCheck check;
    private final RouteSwap swap;
    private final Consumer<String> note;
    private final SortedMap<String, String> applied;
    private SortedMap<String, String> seen;
    private SortedMap<String, String> followed;
    private String reported = "";
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "route-reload");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * @param folder that the context is about to load its routes from
     * @param fromTemplates runs after an edit of a route template
     * @param note gets what is wrong with the files, and null when nothing is
     * @throws IOException if the folder cannot be read
     */
    public RouteReloader(
            CamelContext context, Path folder, Renewal fromTemplates, Consumer<String> note)
            throws IOException {
        this.folder = new RouteFolder(folder);
        this.check = new RouteCheck(context);
        this.swap = new RouteSwap(context, fromTemplates);
        this.note = note;
        this.applied = this.folder.read();
        this.seen = new TreeMap<>(applied);
        this.followed = seen;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // No camera has been added yet.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        try {
            looker.scheduleWithFixedDelay(
                    new Lasting("A look at the route files", this::look),
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
            SortedMap<String, String> now = folder.read();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(followed) && follow(now)) {
                followed = now;
            }
        } catch (IOException e) {
            followed = null;
            report(List.of(new RouteFault("", 0, "cannot be read: " + e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes over what can be, and reports the rest.
     *
     * @return false if something has to be tried again without a further edit
     */
    private boolean follow(SortedMap<String, String> wanted) throws InterruptedException {
        Set<String> edited = new TreeSet<>(applied.keySet());
        edited.addAll(wanted.keySet());
        edited.removeIf(file -> Objects.equals(applied.get(file), wanted.get(file)));
        List<RouteFault> faults = new ArrayList<>();
        boolean busy = false;
        boolean together = check.check(wanted).isEmpty();
        for (boolean progress = true; progress && !edited.isEmpty(); ) {
            progress = false;
            busy = false;
            faults.clear();
            for (String file : List.copyOf(edited)) {
                List<RouteFault> found = together ? List.of() : faultsWith(file, wanted.get(file));
                faults.addAll(found);
                try {
                    if (found.isEmpty() && takeOver(file, wanted.get(file), faults)) {
                        edited.remove(file);
                        progress = true;
                    }
                } catch (RouteSwap.BusyException e) {
                    faults.add(new RouteFault(file, 0, e.getMessage()));
                    busy = true;
                }
            }
        }
        report(faults);
        return !busy;
    }

    private List<RouteFault> faultsWith(String file, String text) {
        SortedMap<String, String> candidate = new TreeMap<>(applied);
        put(candidate, file, text);
        return check.check(candidate).stream()
                .map(
                        fault ->
                                fault.file().equals(file)
                                        ? fault
                                        : new RouteFault(
                                                file,
                                                0,
                                                (text == null ? "it is gone, but " : "with it, ")
                                                        + fault.sentence()))
                .toList();
    }

    /** Returns false, with the old routes restored, if a file cannot be taken over. */
    private boolean takeOver(String file, String text, List<RouteFault> faults)
            throws RouteSwap.BusyException, InterruptedException {
        SortedMap<String, String> files = new TreeMap<>(applied);
        put(files, file, text);
        long start = System.nanoTime();
        try {
            int routes = swap.apply(file, applied.get(file), files);
            put(applied, file, text);
            LOG.atInfo()
                    .addKeyValue("event", "routes_reloaded")
                    .addKeyValue("file", file)
                    .log(
                            "{} of {} is taken over, {} routes changed in {} ms",
                            text == null ? "The end" : "The edit",
                            file,
                            routes,
                            (System.nanoTime() - start) / 1_000_000);
            return true;
        } catch (RouteSwap.BusyException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("{} failed half-way", file, e);
            Faults found = new Faults();
            found.add(file, 0, e);
            faults.addAll(found.all());
            restore(file, text);
            return false;
        }
    }

    private void restore(String file, String failed) throws InterruptedException {
        try {
            swap.apply(file, failed, applied);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("event", "routes_not_restored")
                    .addKeyValue("file", file)
                    .log("The old routes of {} cannot be restored: {}", file, e.getMessage());
        }
    }

    private void report(List<RouteFault> faults) {
        String all =
                faults.stream().map(this::sentence).distinct().collect(Collectors.joining("; "));
        if (!all.equals(reported)) {
            reported = all;
            faults.forEach(
                    fault ->
                            LOG.atWarn()
                                    .addKeyValue("event", "route_rejected")
                                    .addKeyValue("file", fault.file())
                                    .addKeyValue("line", fault.line())
                                    .addKeyValue("reason", fault.reason())
                                    .log("{}, the routes stay as they are", sentence(fault)));
            note.accept(all.isEmpty() ? null : all);
        }
    }

    private String sentence(RouteFault fault) {
        return folder + (fault.file().isEmpty() ? ": " : "/") + fault.sentence();
    }

    private static void put(SortedMap<String, String> files, String file, String text) {
        if (text == null) {
            files.remove(file);
        } else {
            files.put(file, text);
        }
    }
}
