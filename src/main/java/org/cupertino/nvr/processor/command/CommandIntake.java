package org.cupertino.nvr.processor.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.seda.SedaEndpoint;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.Ack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code commands} of the routes: decides whether a message is a command for this instance
 * and which handler executes it. Nothing of a payload becomes a name, an address or an expression.
 * Thread-safe.
 */
public final class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);
    private static final int LARGEST_BYTES = 64 * 1024;

    /** A change that waits counts as so many bytes at least, for all that is kept of it. */
    private static final int LEAST_BYTES = 1024;

    private static final int MOST_WAITING = 1_000;
    private static final String LINE = "seda:changes";
    private static final String BYTES = "commandBytes";

    private enum Phase {
        STARTING,
        OPEN,
        CLOSED
    }

    private final Instance instance;
    private final CommandTable table;
    private final Acks acks;
    private final Object monitor = new Object();
    private Phase phase = Phase.STARTING;

    public CommandIntake(Instance instance, CommandTable table, Acks acks) {
        this.instance = instance;
        this.table = table;
        this.acks = acks;
    }

    /** The processor has started: changes are executed from now on, unless it stops already. */
    public void open() {
        enter(Phase.OPEN);
    }

    /** The processor stops: from now on changes are refused. */
    public void close() {
        enter(Phase.CLOSED);
    }

    private void enter(Phase next) {
        synchronized (monitor) {
            phase = phase == Phase.CLOSED ? phase : next;
            monitor.notifyAll();
        }
    }

    /**
     * Holds changes back until the processor has started. What they change does not exist before,
     * and a camera that starts after the ack of a pause would break its promise.
     */
    public void awaitStart() throws CommandException, InterruptedException {
        synchronized (monitor) {
            while (phase == Phase.STARTING) {
                monitor.wait();
            }
            if (phase == Phase.CLOSED) {
                throw CommandException.failed("internal", "The processor is stopping");
            }
        }
    }

    /** Reads a payload, unless it is too large or not UTF-8. */
    public String text(@Body byte[] payload, Exchange exchange) throws CommandException {
        if (payload.length > LARGEST_BYTES) {
            throw CommandException.rejected(
                    "payload_too_large",
                    "A command is at most " + LARGEST_BYTES + " bytes, this is " + payload.length);
        }
        exchange.setProperty(BYTES, payload.length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw CommandException.malformed();
        }
    }

    /**
     * Whether it is executed at once, without waiting for changes under way. A command for another
     * id waits as well: one of those changes may rename this instance to it.
     */
    public boolean isImmediate(
            @Body Object body,
            @ExchangeProperty(RouteNames.ADDRESSEE) String addressee,
            @ExchangeProperty(RouteNames.TARGET) Object target) {
        return body instanceof Map<?, ?> message
                && message.get("command") instanceof String name
                && table.find(name).map(CommandHandler::immediate).orElse(true)
                && mayBeForUs(addressee, target);
    }

    /**
     * Rejects a change if those that wait in the line are too many or too large together: parsed,
     * hostile ones take twenty times the memory that they had on the wire.
     */
    public void checkRoom(Exchange exchange) throws CommandException {
        long waiting =
                exchange.getContext().getEndpoint(LINE, SedaEndpoint.class).getQueue().stream()
                        .mapToLong(CommandIntake::counted)
                        .sum();
        if (waiting + counted(exchange) > (long) MOST_WAITING * LEAST_BYTES) {
            throw CommandException.rejected(
                    "payload_too_large",
                    "The changes that wait are too many, or too large together: send it again later");
        }
    }

    private static long counted(Exchange exchange) {
        return Math.max(LEAST_BYTES, exchange.getProperty(BYTES, 0, Integer.class));
    }

    /** As {@link #isForUs}, and true as well if the target is invalid. */
    public boolean mayBeForUs(
            @ExchangeProperty(RouteNames.ADDRESSEE) String addressee,
            @ExchangeProperty(RouteNames.TARGET) Object target) {
        try {
            return isForUs(addressee, target);
        } catch (CommandException e) {
            return true;
        }
    }

    /**
     * Whether it is for this instance, under the id that it has now.
     *
     * @param addressee the id that the topic names, or null on the broadcast topic
     * @param target {@code target_instances} of the payload, or null
     */
    public boolean isForUs(
            @ExchangeProperty(RouteNames.ADDRESSEE) String addressee,
            @ExchangeProperty(RouteNames.TARGET) Object target)
            throws CommandException {
        return addressee == null
                ? Target.includes(target, instance.id())
                : addressee.equals(instance.id());
    }

    /**
     * Accepts a command: checks all but its parameters and puts its routing slip into the property
     * {@code slip}, which stays empty if it was executed before.
     *
     * @return the first ack
     */
    public Ack accept(
            @Body Map<?, ?> message,
            @ExchangeProperty(RouteNames.RETAINED) Boolean retained,
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
        Command command = new Command(name, params(message.get("params")), requestId);
        // Before the expiry: a repeat that comes late must not look as if it was never executed.
        Ack before = acks.again(command);
        if (before != null) {
            return before;
        }
        checkExpiry(message.get("expires_at"));
        exchange.setProperty(RouteNames.COMMAND, command);
        exchange.setProperty(RouteNames.SLIP, table.slip(table.find(name).orElseThrow()));
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
        if (value instanceof String id && !id.isEmpty() && id.length() <= Acks.LONGEST_REQUEST_ID) {
            return id;
        }
        throw CommandException.rejected(
                "invalid_param",
                "request_id must be a text of 1 to " + Acks.LONGEST_REQUEST_ID + " characters");
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
