package org.cupertino.nvr.routes;

/**
 * What route files may name: beans, exchange properties and headers. This is an interface to the
 * operators' own files, so a name changes only with a line in the change log. The page {@code
 * docs/routes.md} has the same as a table.
 */
public final class RouteNames {
    /** Bean: {@code detect} turns a frame into what the network saw in it. */
    public static final String DETECTOR = "detector";

    /** Bean: {@code look} adds how people are, and those who lie, to what the network saw. */
    public static final String POSTURE = "posture";

    /**
     * Bean of messages: {@code detection} makes a detection event, {@code atLeast} and {@code
     * shows} look into one, {@code isMessage} and {@code outgoing} serve the outbox.
     */
    public static final String EVENTS = "events";

    /** Bean: {@code mark} looks at the zones of a camera, and at what is wanted of it. */
    public static final String ZONES = "zones";

    /** Bean: {@code track} gives the people of a detection event numbers that stay. */
    public static final String TRACKER = "tracker";

    /**
     * Bean of pictures: {@code note} remembers who is to be hidden, {@code areWanted} and {@code
     * take} make a picture for whoever asked.
     */
    public static final String PICTURES = "pictures";

    /** Bean: {@code snapshot} is the Metrics message of this moment. */
    public static final String METRICS = "metrics";

    /**
     * Bean of statuses: {@code hasFormerId}, {@code formerId}, {@code cleared}, {@code outgoing}.
     */
    public static final String PRESENCE = "presence";

    /**
     * Bean that takes a command in: {@code text}, {@code isImmediate}, {@code awaitStart}, {@code
     * isForUs}, {@code mayBeForUs}, {@code accept}.
     */
    public static final String COMMANDS = "commands";

    /** Bean: {@code completed} and {@code failed} are the Ack of the command on the exchange. */
    public static final String ACKS = "acks";

    /**
     * Bean: {@code open} keeps what MQTT says around a payload and removes all headers, {@code
     * keptFor} says how long the broker keeps a message, {@code userProperties} what goes with it.
     */
    public static final String ENVELOPE = "envelope";

    /**
     * Bean of room events: {@code text}, {@code happened}, {@code fall}, {@code isRejected}, {@code
     * rejected}.
     */
    public static final String ROOM_EVENTS = "roomEvents";

    /**
     * Bean of rules on detections: {@code read}, {@code floor}, {@code told}, {@code quiet}, {@code
     * left}, {@code raise}, {@code event}, {@code notice}.
     */
    public static final String RULES = "rules";

    /**
     * Bean of cameras: {@code changes} gives those to publish, {@code told} notes that the broker
     * has one, {@code failed} that it did not take one.
     */
    public static final String CAMERAS = "cameras";

    /**
     * Bean of the wall: {@code detection}, {@code picture}, {@code camera}, {@code room} and {@code
     * ack} read messages, {@code show} hands what they gave to the browsers.
     */
    public static final String WALL = "wall";

    /** Bean with one method a step of an emergency. */
    public static final String STEPS = "steps";

    /** Jackson mapper of all messages. */
    public static final String JSON = "json";

    /** Jackson mapper that refuses what commands must not have, such as duplicate keys. */
    public static final String COMMAND_JSON = "commandJson";

    /** As {@link #COMMAND_JSON}, for events and detections that an orchestrator reads. */
    public static final String EVENT_JSON = "eventJson";

    /** Queue of detections, metrics and acks. */
    public static final String OUTBOX = "outbox";

    /** Queue of pictures, the newest of each camera. */
    public static final String PICTURE_OUTBOX = "pictureOutbox";

    /** Queue of statuses. */
    public static final String PRESENCE_OUTBOX = "presenceOutbox";

    /** MQTT client that consumes commands. */
    public static final String MQTT_COMMANDS = "mqttCommands";

    /** MQTT client that publishes. */
    public static final String MQTT_PUBLISHER = "mqttPublisher";

    /** MQTT client with the status and the Last Will. */
    public static final String MQTT_PRESENCE = "mqttPresence";

    /** MQTT client that consumes room events. */
    public static final String MQTT_EVENTS = "mqttEvents";

    /** MQTT client that consumes detections for a rule, or for the wall. */
    public static final String MQTT_DETECTIONS = "mqttDetections";

    /** MQTT client that consumes pictures. */
    public static final String MQTT_SNAPSHOTS = "mqttSnapshots";

    /** MQTT client that consumes how cameras are. */
    public static final String MQTT_CAMERAS = "mqttCameras";

    /** MQTT client that consumes the statuses of rooms. */
    public static final String MQTT_ROOMS = "mqttRooms";

    /** MQTT client that consumes answers to commands. */
    public static final String MQTT_ACKS = "mqttAcks";

    /** Exchange property: the frame that a camera's exchange began with. */
    public static final String FRAME = "frame";

    /** Exchange property: the instance id in the topic of a command, or absent. */
    public static final String ADDRESSEE = "addressee";

    /** Exchange property: whether the broker had retained the message. */
    public static final String RETAINED = "retained";

    /** Exchange property: the topic to reply to as well, or absent. */
    public static final String REPLY_TOPIC = "replyTopic";

    /** Exchange property: the MQTT properties of that reply. */
    public static final String REPLY_PROPERTIES = "replyProperties";

    /** Exchange property: the parsed JSON object of a command. */
    public static final String MESSAGE = "message";

    /** Exchange property: {@code target_instances} of a command, as it came. */
    public static final String TARGET = "target";

    /** Exchange property: the accepted command. */
    public static final String COMMAND = "command";

    /** Exchange property: endpoints of the accepted command; absent if it is a repeat. */
    public static final String SLIP = "slip";

    /** Exchange property: the status that is to go out. */
    public static final String STATUS = "status";

    /** Exchange property: an id from before a rename, whose retained status is cleared. */
    public static final String FORMER_ID = "formerId";

    /** Exchange property: the number of the room in which a rule saw a fall. */
    public static final String ROOM = "room";

    /** Header: {@code true} keeps a message in its outbox while the broker is away. */
    public static final String KEEP = "NvrKeep";

    /** Header: of messages with the same value only the newest waits in an outbox. */
    public static final String REPLACES = "NvrReplaces";

    private RouteNames() {}
}
