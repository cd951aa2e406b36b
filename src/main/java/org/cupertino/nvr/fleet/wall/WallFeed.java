package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.cupertino.nvr.fleet.MalformedMessageException;
import org.cupertino.nvr.fleet.Messages;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.wire.Ack;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code wall} of the routes. Each method but the last reads a message of one kind,
 * whoever wrote it, and gives a list of what is to be shown: one element, or none where the message
 * makes no sense. Thread-safe.
 */
public final class WallFeed {
    private static final Logger LOG = LoggerFactory.getLogger(WallFeed.class);
    private static final String TOPIC = "CamelMqttTopic";

    /** Bytes of a message about one room, one camera or one command. */
    private static final int LARGEST = 64 << 10;

    private final House house;
    private final Consumer<String> heard;
    private final Consumer<Shown.Camera> cameras;
    private final Consumer<Ack> acks;

    /**
     * @param heard gets the processor of each event
     * @param cameras gets how cameras were before
     * @param acks gets all answers to commands
     */
    WallFeed(
            House house,
            Consumer<String> heard,
            Consumer<Shown.Camera> cameras,
            Consumer<Ack> acks) {
        this.house = house;
        this.heard = heard;
        this.cameras = cameras;
        this.acks = acks;
    }

    /** Reads a detection event. */
    public List<Shown> detection(@Header(TOPIC) String topic, @Body byte[] payload) {
        return EventReader.read(last(topic), payload)
                .<List<Shown>>map(
                        view -> List.of(new Shown.Event(Integer.parseInt(last(topic)), view)))
                .orElseGet(List::of);
    }

    /** Reads a picture; what is no JPEG or too large is none. */
    public List<Shown> picture(Exchange exchange) {
        PahoMqtt5Message message = exchange.getMessage(PahoMqtt5Message.class);
        String source = last(message.getHeader(TOPIC, String.class));
        byte[] jpeg = message.getBody(byte[].class);
        Map<String, String> about = properties(message.getMqttMessage().getProperties());
        String instance = about.getOrDefault("instance_id", "");
        String frame = about.getOrDefault("frame_id", "");
        boolean makesSense =
                isNumber(source, 9)
                        && isNumber(frame, 16)
                        && InstanceIds.isValid(instance)
                        && PictureStore.isPicture(jpeg);
        return makesSense
                ? List.of(
                        new Shown.Snapshot(
                                new PictureStore.Key(
                                        Integer.parseInt(source), instance, Long.parseLong(frame)),
                                jpeg))
                : List.of();
    }

    private static Map<String, String> properties(MqttProperties sent) {
        Map<String, String> all = new HashMap<>();
        if (sent != null && sent.getUserProperties() != null) {
            sent.getUserProperties().forEach(each -> all.put(each.getKey(), each.getValue()));
        }
        return all;
    }

    /** Reads the status of a room, which is empty when the room is no more. */
    public List<Shown> room(@Header(TOPIC) String topic, @Body byte[] payload) {
        String room = last(topic);
        if (!isNumber(room, 9)) {
            return List.of();
        }
        int id = Integer.parseInt(room);
        return payload.length == 0
                ? List.of(new Shown.Room(id, null))
                : read(payload, message -> new Shown.Room(id, Messages.roomStatus(room, message)));
    }

    /** Reads how a camera was before this program began to judge for itself. */
    public List<Shown> camera(Exchange exchange) {
        PahoMqtt5Message message = exchange.getMessage(PahoMqtt5Message.class);
        String source = last(message.getHeader(TOPIC, String.class));
        byte[] payload = message.getBody(byte[].class);
        if (!isNumber(source, 9)) {
            return List.of();
        }
        int id = Integer.parseInt(source);
        if (payload.length == 0) {
            return List.of(new Shown.Camera(id, null));
        }
        return message.getMqttMessage().isRetained()
                ? read(payload, node -> new Shown.Camera(id, Messages.cameraStatus(source, node)))
                : List.of();
    }

    /** Reads the answer of a processor to a command. */
    public List<Shown> ack(@Header(TOPIC) String topic, @Body byte[] payload) {
        return read(payload, message -> new Shown.Answered(Messages.ack(last(topic), message)));
    }

    /** Shows what one of the other methods gave. */
    public void show(@Body Shown shown) {
        if (shown instanceof Shown.Event event) {
            heard.accept(event.view().instanceId());
            house.saw(event.sourceId(), event.view());
        } else if (shown instanceof Shown.Snapshot snapshot) {
            house.pictured(snapshot.frame(), snapshot.jpeg());
        } else if (shown instanceof Shown.Room room) {
            if (room.status() == null) {
                house.roomGone(room.roomId());
            } else {
                house.room(room.status());
            }
        } else if (shown instanceof Shown.Camera camera) {
            cameras.accept(camera);
        } else if (shown instanceof Shown.Answered answered) {
            acks.accept(answered.ack());
        }
    }

    private static List<Shown> read(byte[] payload, Function<JsonNode, Shown> reading) {
        try {
            return List.of(reading.apply(Messages.read(payload, LARGEST)));
        } catch (MalformedMessageException e) {
            LOG.debug("A message is left out, it {}", e.getMessage());
            return List.of();
        }
    }

    private static String last(String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    private static boolean isNumber(String text, int mostDigits) {
        return text.matches("\\d{1," + mostDigits + "}");
    }
}
