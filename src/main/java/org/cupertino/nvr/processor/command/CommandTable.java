package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.picture.Pictures;
import org.cupertino.nvr.processor.report.StatusReport;

/** All commands. A new one is a class and a line here. */
public final class CommandTable {
    /** What commands do to the process around them. */
    public interface Host {
        /** Publishes Metrics now. */
        void publishMetrics();

        /**
         * Called when other cameras are paused than before; what it publishes goes before the ack.
         */
        void pausesChanged();

        /** Called when the instance has another id. */
        void renamed();

        /**
         * Renews the lease of the processor itself: it stops after that time unless renewed again.
         *
         * @return false if it was started without a lease, or is stopping already
         */
        boolean renewLease(Duration time);

        /** Ends the processor, without waiting for that. */
        void stop();
    }

    private final Map<String, CommandHandler> handlers = new LinkedHashMap<>();

    /**
     * @param allowedSchemes of camera addresses that a command may bring, lower case
     */
    public CommandTable(
            Cameras cameras,
            Detector detector,
            Pictures pictures,
            StatusReport status,
            Host host,
            Set<String> allowedSchemes) {
        List.of(
                        new StatusHandler(status),
                        new PingHandler(status, host::renewLease),
                        new MetricsHandler(host::publishMetrics),
                        new PauseHandler(cameras, host::pausesChanged),
                        new ResumeHandler(cameras, host::pausesChanged),
                        new SetFpsHandler(cameras),
                        new ChangeModelHandler(detector, status),
                        new AddStreamHandler(cameras, allowedSchemes),
                        new RemoveStreamHandler(cameras),
                        new RenameInstanceHandler(status, host::renamed),
                        new SnapshotHandler(cameras, pictures),
                        new RestartHandler(cameras, detector, status),
                        new StopHandler(host::stop))
                .forEach(handler -> handlers.put(handler.name(), handler));
    }

    /** Hands out each handler with the bean name that the routing slip uses. */
    public void forEachBean(BiConsumer<String, CommandHandler> binder) {
        handlers.forEach((name, handler) -> binder.accept(beanName(name), handler));
    }

    Optional<CommandHandler> find(String command) {
        return Optional.ofNullable(handlers.get(command));
    }

    Set<String> names() {
        return handlers.keySet();
    }

    /** The routing slip of a command, made from the table's own names, never from a payload. */
    String slip(CommandHandler handler) {
        return "bean:" + beanName(handler.name()) + "?method=handle";
    }

    private static String beanName(String command) {
        return "command-" + command;
    }
}
