package org.cupertino.nvr.processor.command;

import com.fasterxml.jackson.core.JacksonException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.InvalidPayloadException;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.StuckFrameException;
import org.cupertino.nvr.processor.camera.UnknownSourceException;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.AckStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code acks} of the routes: makes the acks, and remembers the last {@value #REMEMBERED}
 * by request id, so that a repeat is acknowledged and not executed. Thread-safe.
 */
public final class Acks {
    private static final Logger LOG = LoggerFactory.getLogger(Acks.class);
    private static final int REMEMBERED = 1_000;
    static final int LONGEST_REQUEST_ID = 128;
    private static final int LONGEST_COMMAND = 64;

    private final Instance instance;

    private record Executed(int fingerprint, Ack answer) {}

    private final Map<String, Executed> executed =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Executed> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public Acks(Instance instance) {
        this.instance = instance;
    }

    /**
     * The last ack of a request that was executed, to be repeated now; or null.
     *
     * @throws CommandException if the request id was used for something else
     */
    Ack again(Command command) throws CommandException {
        Executed before;
        synchronized (executed) {
            before = command.requestId() == null ? null : executed.get(command.requestId());
        }
        if (before == null) {
            return null;
        }
        if (before.fingerprint() != command.fingerprint()) {
            throw CommandException.rejected(
                    "invalid_param", "This request_id was used for another command before");
        }
        Ack answer = before.answer();
        return ack(
                answer.command(),
                answer.requestId(),
                answer.ackStatus(),
                answer.code(),
                answer.message());
    }

    Ack received(Command command) {
        return ack(command.name(), command.requestId(), AckStatus.RECEIVED, null, null);
    }

    /** The ack of a command that was executed. */
    public Ack completed(@ExchangeProperty(RouteNames.COMMAND) Command command) {
        return remember(
                command, ack(command.name(), command.requestId(), AckStatus.COMPLETED, null, null));
    }

    /** The ack of a command that was not executed, for whatever reason. */
    public Ack failed(
            @ExchangeProperty(RouteNames.COMMAND) Command command,
            @ExchangeProperty(RouteNames.MESSAGE) Object message,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        CommandException why = classify(cause);
        Ack ack =
                command != null
                        ? remember(
                                command,
                                ack(
                                        command.name(),
                                        command.requestId(),
                                        why.status(),
                                        why.code(),
                                        why.getMessage()))
                        : ack(
                                echo(message, "command", LONGEST_COMMAND),
                                echo(message, "request_id", LONGEST_REQUEST_ID),
                                why.status(),
                                why.code(),
                                why.getMessage());
        LOG.atWarn()
                .addKeyValue("event", "command_" + ack.ackStatus().wireName())
                .addKeyValue("command", command == null ? null : command.name())
                .addKeyValue("request_id", command == null ? null : command.requestId())
                .log("Command not executed: {} ({})", ack.message(), ack.code());
        return ack;
    }

    private static CommandException classify(Exception cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof CommandException known) {
                return known;
            }
            if (t instanceof UnknownSourceException) {
                return CommandException.rejected("unknown_source", t.getMessage());
            }
            if (t instanceof StuckFrameException) {
                return CommandException.failed("internal", t.getMessage());
            }
            if (t instanceof JacksonException || t instanceof InvalidPayloadException) {
                return CommandException.malformed();
            }
        }
        LOG.error("A command failed unexpectedly", cause);
        return CommandException.failed(
                "internal", "The processor failed at this command, its log says more");
    }

    private Ack remember(Command command, Ack ack) {
        if (ack.requestId() != null) {
            synchronized (executed) {
                executed.put(ack.requestId(), new Executed(command.fingerprint(), ack));
            }
        }
        return ack;
    }

    private Ack ack(
            String command, String requestId, AckStatus status, String code, String message) {
        return new Ack(
                instance.id(),
                command,
                requestId,
                status,
                code,
                message,
                instance.clock().instant());
    }

    /** A field of a refused payload, if it is a short text. */
    private static String echo(Object message, String key, int longest) {
        return message instanceof Map<?, ?> map
                        && map.get(key) instanceof String text
                        && text.length() <= longest
                ? text
                : null;
    }
}
