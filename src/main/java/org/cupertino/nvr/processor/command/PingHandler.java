package org.cupertino.nvr.processor.command;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.cupertino.nvr.processor.report.StatusReport;

/**
 * @param renewLease renews the lease of the processor; false if it has none, as only its start can
 *     give it one
 */
record PingHandler(StatusReport status, Predicate<Duration> renewLease) implements CommandHandler {
    @Override
    public String name() {
        return "ping";
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void handle(Command command) throws CommandException {
        Optional<Duration> lease = command.params().optionalLease();
        if (lease.isPresent() && lease.get().isZero()) {
            throw CommandException.rejected(
                    "invalid_param", "The parameter lease_s of a ping must be above 0");
        }
        if (lease.isPresent() && !renewLease.test(lease.get())) {
            throw CommandException.rejected(
                    "invalid_param",
                    "This processor has no lease to renew: it was started without --lease, or it"
                            + " is stopping");
        }
        status.pong();
    }
}
