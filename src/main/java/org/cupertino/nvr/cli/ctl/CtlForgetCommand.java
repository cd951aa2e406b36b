package org.cupertino.nvr.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Leftovers;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.identity.InstanceIds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "forget",
        description = {
            "Clears what the broker keeps of a processor that is gone for good.",
            "",
            "When processor and broker die at once, as in a power cut, the broker may keep the last"
                    + " status of a processor that never comes back. One that is still there is"
                    + " found by a ping first."
        },
        footer = {
            "  cupertino-nvr ctl forget processor-7c01b2aa",
            "  cupertino-nvr ctl forget processor-7c01b2aa --force --wait 1s"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The broker keeps nothing of it",
            "1:It answers, or the broker knows none of that id, does not allow it or is not reached",
            "2:Wrong usage or configuration; nothing was sent"
        })
final class CtlForgetCommand extends BrokerCommand {
    @Parameters(paramLabel = "ID", description = "Id of the processor.")
    private String id;

    @Option(names = "--force", description = "Ask it nothing, and clear its status even so.")
    private boolean force;

    CtlForgetCommand(Settings settings) {
        super(settings);
    }

    @Override
    int run() throws Exception {
        if (!InstanceIds.isValid(id)) {
            throw new ConfigException("'" + id + "' is not the id of a processor");
        }
        try (Fleet fleet = connect()) {
            fleet.settle();
            JsonNode last = fleet.statuses().get(id);
            if (last == null) {
                complain("The broker keeps no status of " + id);
                return 1;
            }
            if (!force && answers(fleet)) {
                complain(
                        id
                                + " answers a ping, so it is not gone; --force clears its status anyway");
                return 1;
            }
            Leftovers.clear(fleet, id);
            print(
                    "Cleared the status of %s, which was %s%n"
                            .formatted(id, last.path("status").asText("unknown")));
            return 0;
        }
    }

    private boolean answers(Fleet fleet) throws Exception {
        Request ping = new Request("ping", Map.of(), List.of(id), Request.newId(), null);
        return fleet.ask(ping, Set.of(id), atMost()).stream().anyMatch(Answer::isCompleted);
    }
}
