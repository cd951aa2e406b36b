package org.cupertino.nvr.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.event.Ack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code commands} of the routes: decides whether a message is a command for this instance
 * and which way it takes. Nothing of a payload is used as a name, an address or an expression.
 * Thread-safe.
 */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int LARGEST_BYTES = 64 * 1024;
    private static final int LONGEST_REQUEST_ID = 128;

    private final org.cupertino.nvr.instance.Instance instance;
    private final CommandTable table;
    private final Acks acks;

    public Commands(org.cupertino.nvr.instance.Instance instance, CommandTable table, Acks acks) {
        this.instance = instance;
        this.table = table;
        this.acks = acks;
    }

    /** Refuses what is too large to be looked at. */
    public void checkSize(@Body byte[] payload) throws CommandException {
        if (payload.length > LARGEST_BYTES) {
            throw CommandException.rejected(
                    "payload_too_large",
                    "A command is at most " + LARGEST_BYTES + " bytes, this is " + payload.length);
        }
    }

    /** Whether it is done at once, without waiting for changes under way. */
    public boolean isImmediate(@Body Object body) {
        return body instanceof Map<?, ?> message
                && message.get("command") instanceof String name
                && table.find(name).map(CommandHandler::immediate).orElse(true);
    }

    /**
     * Whether it is for this instance, under the id that it has now.
     *
     * @param addressee the id that the topic names, or null on the broadcast topic
     * @param target {@code target_instances} of the payload, or null
     */
    public boolean isForUs(
            @ExchangeProperty("addressee") String addressee,
            @ExchangeProperty("target") Object target)
            throws CommandException {
        return addressee == null
                ? Target.includes(target, instance.id())
                : addressee.equals(instance.id());
    }

    /**
     * Takes a command up: checks all but its parameters and writes its way into the property {@code
     * slip}, which stays empty if it was executed before.
     *
     * @return the first answer
     */
    public Ack accept(
            @Body Map<?, ?> message,
            @ExchangeProperty("retained") Boolean retained,
            Exchange exchange)
            throws CommandException {
        if (message == null) {
            throw CommandException.malformed();
        }
        if (!(message.get("command") instanceof String name) || table.find(name).isEmpty()) {
            throw CommandException.rejected(
                    "unknown_command", "The commands are " + String.join(", ", table.names()));
        }
        String requestId = requestId(message.get("request_id"));
        if (Boolean.TRUE.equals(retained)) {
            throw CommandException.rejected(
                    "retained_command",
                    "A retained command is not executed, publish it without the retain flag");
        }
        checkExpiry(message.get("expires_at"));
        Ack before = acks.executed(requestId);
        if (before != null) {
            return before;
        }
        Command command = new Command(name, params(message.get("params")), requestId);
        exchange.setProperty("command", command);
        exchange.setProperty("slip", table.slip(table.find(name).orElseThrow()));
        LOG.atInfo()
                .addKeyValue("event", "command_received")
                .addKeyValue("command", name)
                .addKeyValue("request_id", requestId)
                .log("Command {}", name);
        return acks.received(command);
    }

    private void checkExpiry(Object expiresAt) throws CommandException {
        if (expiresAt == null) {
            return;
        }
        try {
            if (instance.clock().instant().isAfter(Instant.parse((String) expiresAt))) {
                throw CommandException.rejected("expired", "The command came after its expires_at");
            }
        } catch (DateTimeException | ClassCastException e) {
            throw CommandException.rejected(
                    "invalid_param",
                    "expires_at must be a UTC time such as 2026-01-31T08:00:00.123Z");
        }
    }

    private static String requestId(Object value) throws CommandException {
        if (value == null) {
            return null;
        }
        if (value instanceof String id && !id.isEmpty() && id.length() <= LONGEST_REQUEST_ID) {
            return id;
        }
        throw CommandException.rejected(
                "invalid_param",
                "request_id must be a text of 1 to " + LONGEST_REQUEST_ID + " characters");
    }

    private static Map<?, ?> params(Object value) throws CommandException {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> params) {
            return params;
        }
        throw CommandException.rejected("invalid_param", "params must be an object");
    }
}
