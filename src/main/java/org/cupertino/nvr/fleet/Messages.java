package org.cupertino.nvr.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.CameraStatus;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Message;
import org.cupertino.nvr.wire.RoomStatus;
import org.cupertino.nvr.wire.Status;

/**
 * Reads what others publish. Strangers write it too, so it is taken by the types of its schema
 * only, and only under a topic of its own; fields that are not known are ignored. What is not so is
 * a {@link MalformedMessageException}.
 */
public final class Messages {
    /** Characters; longer texts are cut. */
    static final int LONGEST_TEXT = 300;

    /** Elements of a list: the cameras of a processor are at most a thousand. */
    private static final int LONGEST_LIST = 5_000;

    private static final ObjectMapper STRICT = Json.strictMapper();
    private static final ObjectMapper TYPES = Json.foreignMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Messages() {}

    /** A JSON object in UTF-8: numbers finite, lists bounded, texts plain and cut. */
    public static JsonNode read(byte[] payload, int mostBytes) {
        if (payload.length > mostBytes) {
            throw new MalformedMessageException(
                    "has %,d bytes, more than %,d".formatted(payload.length, mostBytes));
        }
        JsonNode message;
        try {
            message =
                    STRICT.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("is not JSON: " + e.getOriginalMessage());
        }
        if (!message.isObject()) {
            throw new MalformedMessageException("is not a JSON object");
        }
        return harmless(message);
    }

    private static JsonNode harmless(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(harmless(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            if (array.size() > LONGEST_LIST) {
                throw new MalformedMessageException(
                        "has a list of %,d elements".formatted(array.size()));
            }
            for (int i = 0; i < array.size(); i++) {
                array.set(i, harmless(array.get(i)));
            }
        } else if (node.isTextual()) {
            return NODES.textNode(Text.plain(node.textValue(), LONGEST_TEXT));
        } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
            throw new MalformedMessageException("has a number beyond all bounds");
        }
        return node;
    }

    /** The status of the instance whose topic it came on. */
    static Status status(String instance, JsonNode message) {
        requireWords(message, "status");
        requireRate(message);
        for (JsonNode source : requireList(message, "sources")) {
            requireNumber(source, "source_id");
            requireWords(source, "state");
            requireRate(source);
        }
        for (JsonNode lease : message.path("leases")) {
            requireWords(lease, "what");
            if (lease.path("what").textValue().equals("removed")) {
                requireNumber(lease, "source_id");
            }
        }
        Status status = typed(message, Status.class);
        requireOwn(instance, status);
        String before = status.renamedFrom();
        if (before != null && !InstanceIds.isValid(before)) {
            throw new MalformedMessageException("has a renamed_from that is no instance id");
        }
        return status;
    }

    /** The ack of the instance whose topic it came on. */
    public static Ack ack(String instance, JsonNode message) {
        requireWords(message, "ack_status", "request_id");
        Ack ack = typed(message, Ack.class);
        requireOwn(instance, ack);
        return ack;
    }

    /** Only its id is sure to be right, and that its numbers are numbers. */
    static JsonNode metrics(String instance, JsonNode message) {
        if (!message.path("instance_id").asText().equals(instance)) {
            throw notItsOwn();
        }
        if (!message.path("inference_throughput").isNumber()) {
            throw new MalformedMessageException("has no inference_throughput");
        }
        return message;
    }

    /** The status of the room whose topic it came on. */
    public static RoomStatus roomStatus(String room, JsonNode message) {
        requireNumber(message, "room_id");
        requireNumber(message, "source_id");
        requireWords(message, "state", "since");
        requireList(message, "holders");
        requireList(message, "problems");
        for (JsonNode step : requireList(message, "steps")) {
            requireWords(step, "step", "result", "at");
        }
        RoomStatus status = typed(message, RoomStatus.class);
        if (!room.equals(Integer.toString(status.roomId()))) {
            throw new MalformedMessageException("is about another room than its topic");
        }
        for (String id : ids(status)) {
            if (!InstanceIds.isValid(id)) {
                throw new MalformedMessageException("names what is no instance id");
            }
        }
        return status;
    }

    private static List<String> ids(RoomStatus status) {
        List<String> ids = new ArrayList<>(status.holders());
        ids.add(status.bornAs());
        ids.add(status.emergencyInstance());
        ids.removeIf(Objects::isNull);
        return ids;
    }

    /** How a camera is, from the topic of that number. */
    public static CameraStatus cameraStatus(String source, JsonNode message) {
        requireNumber(message, "source_id");
        requireWords(message, "state", "since");
        requireList(message, "watched_by");
        requireList(message, "wanted_by");
        if (!message.path("last_seen").isObject()) {
            throw new MalformedMessageException("has no last_seen");
        }
        CameraStatus status = typed(message, CameraStatus.class);
        if (!source.equals(Integer.toString(status.sourceId()))) {
            throw new MalformedMessageException("is about another camera than its topic");
        }
        List<String> ids = new ArrayList<>(status.watchedBy());
        ids.addAll(status.wantedBy());
        if (!ids.stream().allMatch(InstanceIds::isValid)) {
            throw new MalformedMessageException("names what is no instance id");
        }
        return status;
    }

    /** The version of the contract that it names, 1 where it names none. */
    static String schemaVersion(JsonNode message) {
        return message.path("schema_version").asText("1");
    }

    private static <T> T typed(JsonNode message, Class<T> type) {
        try {
            return TYPES.treeToValue(message, type);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("is not as its schema says: " + where(e));
        }
    }

    private static String where(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? mapping.getPath().stream()
                        .map(part -> part.getFieldName() == null ? "[]" : part.getFieldName())
                        .reduce((outer, inner) -> outer + "." + inner)
                        .orElseThrow()
                : e.getOriginalMessage();
    }

    private static void requireOwn(String instance, Message message) {
        if (!InstanceIds.isValid(instance)) {
            throw new MalformedMessageException("has a topic that ends in no instance id");
        }
        if (!instance.equals(message.instanceId())) {
            throw notItsOwn();
        }
    }

    private static MalformedMessageException notItsOwn() {
        return new MalformedMessageException("has another instance_id than its topic");
    }

    private static JsonNode requireList(JsonNode message, String field) {
        JsonNode list = message.path(field);
        if (!list.isArray()) {
            throw new MalformedMessageException("has no list of " + field);
        }
        return list;
    }

    private static void requireWords(JsonNode message, String... fields) {
        for (String field : fields) {
            if (!message.path(field).isTextual()) {
                throw new MalformedMessageException("has no " + field);
            }
        }
    }

    /** Jackson takes the text NaN for a number. */
    private static void requireRate(JsonNode message) {
        if (message.path("max_fps").isTextual() || message.path("fps").isTextual()) {
            throw new MalformedMessageException("has a text in the place of frames a second");
        }
    }

    private static void requireNumber(JsonNode message, String field) {
        JsonNode number = message.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0) {
            throw new MalformedMessageException("has no %s of 0 or more".formatted(field));
        }
    }
}
