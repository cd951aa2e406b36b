package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.cupertino.nvr.fleet.EventSender;
import org.cupertino.nvr.fleet.FleetException;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.cupertino.nvr.wire.AckStatus;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what visitors say of rooms to the orchestrator. Thread-safe. */
final class RoomOrders {
    private static final Logger LOG = LoggerFactory.getLogger(RoomOrders.class);
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

    private final MqttSettings settings;
    private final String prefix;
    private final House house;
    private final Orders orders;

    RoomOrders(MqttSettings settings, String prefix, House house, Orders orders) {
        this.settings = settings;
        this.prefix = prefix;
        this.house = house;
        this.orders = orders;
    }

    /**
     * Sends an event of a room, without waiting for it; what comes of it is an answer without an
     * instance.
     *
     * @param body of the visitor's request
     * @return the id of the answer
     * @throws RefusedException if he may not, or it makes no sense
     */
    String send(Visitor by, int roomId, RoomEvent event, JsonNode body) throws RefusedException {
        if (!by.maySee(house.cameraOf(roomId))) {
            throw RefusedException.forbidden("You may act for the rooms of your own cameras only");
        }
        Outcome outcome = event.isEmergency() ? null : outcome(body.path("outcome"));
        String id = Request.newId();
        orders.remember(id, by, event.wireName());
        LOG.atInfo()
                .addKeyValue("event", "wall_room")
                .addKeyValue("user", by.called())
                .addKeyValue("room_id", roomId)
                .log(
                        "{} says {} of room {}{}",
                        by.called(),
                        event.wireName(),
                        roomId,
                        outcome == null ? "" : ": " + outcome.name());
        orders.execute(() -> send(id, roomId, event, outcome));
        return id;
    }

    private static Outcome outcome(JsonNode word) throws RefusedException {
        if (word.isMissingNode() || word.isNull()) {
            return null;
        }
        return Outcome.of(word.asText())
                .orElseThrow(
                        () -> RefusedException.wrong("outcome must be real, false_alarm or test"));
    }

    private void send(String id, int roomId, RoomEvent event, Outcome outcome) {
        orders.reply(id, null, AckStatus.RECEIVED, null);
        try (EventSender sender = EventSender.connect(settings, prefix, CONNECTED_WITHIN)) {
            sender.send(event, roomId, null, outcome, KNOWN_WITHIN);
            orders.reply(id, null, AckStatus.COMPLETED, null);
        } catch (FleetException | MqttException e) {
            orders.reply(id, null, AckStatus.REJECTED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
