package org.cupertino.nvr.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.mqtt.MqttLink;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.mqtt.Outbox;
import org.cupertino.nvr.mqtt.Will;
import org.cupertino.nvr.processor.metrics.Meters;
import org.cupertino.nvr.processor.metrics.OutgoingFigures;
import org.cupertino.nvr.processor.report.StatusReport.Hearing;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.DetectionEvent;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Status;
import org.cupertino.nvr.wire.Topics;
import org.eclipse.paho.mqttv5.common.MqttException;

/** The processor's three connections to the broker, with the messages queued for them. */
final class Connections {
    private static final ObjectMapper JSON = Json.mapper();

    /** Pictures that wait, at most one a camera: each may have some hundred kilobytes. */
    private static final int MOST_PICTURES = 16;

    private static final Duration RENEWED_WITHIN = Duration.ofSeconds(5);

    private final Topics topics;
    private final MqttLink commands;
    private final MqttLink publisher;
    private final MqttLink presence;
    private final Outbox outbox;
    private final Outbox pictureOutbox;
    private final Outbox presenceOutbox;
    private volatile Supplier<Status> lastWill;

    Connections(ProcessorOptions options) throws MqttException {
        MqttSettings settings = MqttSettings.of(options.mqtt());
        topics = new Topics(options.mqtt().topicPrefix());
        commands = options.enableControl() ? new MqttLink("commands", settings, null) : null;
        publisher = new MqttLink("publisher", settings, null);
        presence = new MqttLink("presence", settings, this::will);
        outbox = new Outbox(publisher, options.publish().outboxSize());
        pictureOutbox = new Outbox(publisher, MOST_PICTURES);
        presenceOutbox = new Outbox(presence, options.publish().outboxSize());
    }

    void bind(Registry registry) {
        if (commands != null) {
            registry.bind(RouteNames.MQTT_COMMANDS, commands);
        }
        registry.bind(RouteNames.MQTT_PUBLISHER, publisher);
        registry.bind(RouteNames.MQTT_PRESENCE, presence);
        registry.bind(RouteNames.OUTBOX, outbox);
        registry.bind(RouteNames.PICTURE_OUTBOX, pictureOutbox);
        registry.bind(RouteNames.PRESENCE_OUTBOX, presenceOutbox);
    }

    /**
     * @param listener gets each status that another process publishes under this processor's id
     */
    void onForeignStatus(Consumer<byte[]> listener) {
        presence.onForeign(listener);
    }

    /** Shows the connections in the metrics. */
    void meter(Meters meters) {
        if (commands != null) {
            meters.connection("commands", commands::isReady, null);
        }
        meters.connection("publisher", publisher::isReady, figures(publisher, outbox));
        meters.connection("presence", presence::isReady, figures(presence, presenceOutbox));
    }

    private static OutgoingFigures figures(MqttLink link, Outbox outbox) {
        return new OutgoingFigures(
                link::published,
                () -> link.publishTime().toNanos(),
                outbox::dropped,
                outbox::waiting);
    }

    /** The connections by their purpose. */
    Map<String, MqttLink> byRole() {
        return commands == null
                ? Map.of("publisher", publisher, "presence", presence)
                : Map.of("commands", commands, "publisher", publisher, "presence", presence);
    }

    /** Whether commands reach this processor; without control there are none to wait for. */
    Hearing hearing() {
        if (commands == null || commands.isReady()) {
            return Hearing.YES;
        }
        return commands.isRefused() ? Hearing.REFUSED : Hearing.NOT_YET;
    }

    /**
     * @param listener runs when {@link #hearing} may have changed, and must not wait
     */
    void onHearing(Runnable listener) {
        if (commands != null) {
            commands.onConnected(listener);
            commands.onLost(listener);
        }
    }

    /** What the broker publishes if this process dies. */
    void presenceWill(Supplier<Status> status) {
        lastWill = status;
    }

    /**
     * Opens all but the publisher.
     *
     * @param connected runs after each connect of the presence: the broker may have published the
     *     last will or lost the status
     */
    void open(Runnable connected) {
        presence.onConnected(connected);
        presence.onLost(this::mistrustCommands);
        links().stream().filter(link -> link != publisher).forEach(MqttLink::open);
    }

    /**
     * Where the broker's host is gone without a word, the commands' keep-alive may notice ten
     * seconds later; a status that says running before that would be a lie.
     */
    private void mistrustCommands() {
        if (commands != null && presence.isSilent()) {
            commands.renew();
        }
    }

    /** Bytes of the largest status that the broker takes, as far as it said so. */
    long largestStatus(String instanceId) {
        return presence.largestPayload(topics.status(instanceId));
    }

    /** Opens the publisher; until then nothing that was seen leaves. */
    void openPublisher() {
        publisher.open();
    }

    /**
     * @param listener gets the list of paused cameras that the broker has for an id, on a thread
     *     that must not wait; false is returned, and nothing heard, if there are no commands
     */
    boolean onPaused(String instanceId, Consumer<byte[]> listener) throws MqttException {
        if (commands != null) {
            presence.listen(topics.paused(instanceId), 1, (topic, list) -> listener.accept(list));
        }
        return commands != null;
    }

    /**
     * @param listener runs after each connect of the publisher, and must not wait
     */
    void onPublisherConnected(Runnable listener) {
        publisher.onConnected(listener);
    }

    /** Whether the last try to connect the presence failed. */
    boolean isUnreachable() {
        return presence.problem().isPresent();
    }

    /** Drops what is queued of these cameras. */
    void dropDetections(Collection<Integer> sources) {
        outbox.removeIf(
                message ->
                        message.getMessage().getBody() instanceof DetectionEvent event
                                && sources.contains(event.sourceId()));
    }

    /** Drops the pictures that wait. */
    void dropPictures() {
        pictureOutbox.clear();
    }

    /** Connects the presence again, with a new last will; returns when it is up, or after 5 s. */
    void renewPresence() {
        presence.renew();
        try {
            presence.awaitUp(RENEWED_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether no message is queued. */
    boolean isDrained() {
        return outbox.waiting() == 0 && presenceOutbox.waiting() == 0;
    }

    /** Whether no status is queued. */
    boolean isPresenceDrained() {
        return presenceOutbox.waiting() == 0;
    }

    /**
     * Closes all connections at the same time.
     *
     * @param atMost before they are cut
     * @param published whether the broker has the last status. If not, the presence ends without a
     *     disconnect, so that the broker publishes offline instead of keeping running for ever
     */
    void close(Duration atMost, boolean published) {
        long deadline = System.nanoTime() + atMost.toNanos();
        links().forEach(link -> link.beginShutDown(published || link != presence));
        links().forEach(link -> link.awaitShutDown(Duration.ofNanos(deadline - System.nanoTime())));
    }

    private List<MqttLink> links() {
        return commands == null
                ? List.of(publisher, presence)
                : List.of(commands, publisher, presence);
    }

    private Will will() {
        Status status = lastWill.get();
        try {
            return new Will(
                    topics.status(status.instanceId()),
                    JSON.writeValueAsBytes(status),
                    Duration.ofSeconds(status.keptForS()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status cannot be written as JSON", e);
        }
    }
}
