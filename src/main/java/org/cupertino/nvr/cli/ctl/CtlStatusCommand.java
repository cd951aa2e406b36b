package org.cupertino.nvr.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.fleet.console.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Shows all processors and their cameras.",
            "",
            "A processor publishes its status when something changes, and the broker keeps it. TOLD"
                    + " is how long ago that was; FPS, LAST FRAME and the rest of a lease, in"
                    + " parentheses, are as of then.",
            "",
            "A processor that died is offline. One whose broker died with it may look alive until"
                    + " it is asked, with --fresh."
        },
        footer = {
            "  cupertino-nvr ctl status",
            "  cupertino-nvr ctl status --fresh --mqtt-url tcp://broker:1883",
            "  cupertino-nvr ctl status --json | jq -r '.[] | select(.status == \"offline\")"
                    + " .instance_id'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The fleet is shown, however it is",
            "1:The broker is not reached",
            "2:Wrong usage or configuration"
        })
final class CtlStatusCommand extends BrokerCommand {
    @Option(
            names = "--fresh",
            description =
                    "Ask every processor for its status now, and mark those that do not answer."
                            + " Default: show what the broker keeps, send nothing")
    private boolean fresh;

    @Option(
            names = "--json",
            description =
                    "Print the statuses as one JSON array, as the processors published them. Default: a"
                            + " table")
    private boolean json;

    CtlStatusCommand(Settings settings) {
        super(settings);
    }

    @Override
    int run() throws Exception {
        try (Fleet fleet = connect()) {
            fleet.settle();
            Set<String> silent = fresh ? ask(fleet) : Set.of();
            SortedMap<String, JsonNode> statuses = fleet.statuses();
            if (json) {
                print(Tables.json(statuses));
                silent.forEach(instance -> complain(instance + " does not answer"));
            } else if (statuses.isEmpty()) {
                complain("No processor has published its status at %s".formatted(broker()));
            } else {
                printStates(Tables.fleet(statuses, silent, Instant.now()));
            }
            return 0;
        }
    }

    /** Who did not answer. */
    private Set<String> ask(Fleet fleet) throws Exception {
        Set<String> live = fleet.live();
        Request request = new Request("status", Map.of(), List.of(), Request.newId(), null);
        List<Answer> answers = fleet.ask(request, live, atMost());
        fleet.statusesSince(
                answers.stream().filter(Answer::isCompleted).map(Answer::instance).toList(),
                atMost());
        return answers.stream()
                .filter(answer -> !answer.isCompleted())
                .map(Answer::instance)
                .collect(Collectors.toSet());
    }
}
