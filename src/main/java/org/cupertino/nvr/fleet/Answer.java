package org.cupertino.nvr.fleet;

import java.time.Duration;
import org.cupertino.nvr.wire.AckStatus;

/**
 * How one instance answered a command.
 *
 * @param instance the id it was asked under
 * @param answeredAs the id it has now
 * @param status how far the command came, or null for no answer at all
 * @param code the stable word of what went wrong, or null
 * @param message the sentence about it, or null
 * @param time from sending to the answer, or null without one
 */
public record Answer(
        String instance,
        String answeredAs,
        AckStatus status,
        String code,
        String message,
        Duration time) {

    public static Answer none(String instance) {
        return new Answer(instance, instance, null, null, null, null);
    }

    public boolean isCompleted() {
        return status == AckStatus.COMPLETED;
    }

    /** Nothing more will come. */
    boolean isFinal() {
        return status != null && status != AckStatus.RECEIVED;
    }
}
