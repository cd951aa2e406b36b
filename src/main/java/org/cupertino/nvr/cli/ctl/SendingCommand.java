package org.cupertino.nvr.cli.ctl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.Addressees;
import org.cupertino.nvr.fleet.Answer;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.Request;
import org.cupertino.nvr.fleet.console.Tables;
import org.cupertino.nvr.identity.InstanceIds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends one command to processors, and shows who answered what. */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every processor that was expected to do it has done it",
            "1:A processor did not answer or could not do it, there is none, or the broker is not"
                    + " reached",
            "2:Wrong usage or configuration; nothing was sent"
        })
abstract class SendingCommand extends BrokerCommand {
    private static final int LONGEST_REQUEST_ID = 64;

    @Option(
            names = "--to",
            paramLabel = "ID",
            split = ",",
            description =
                    "The processors it is for: ids with commas between them, or '*' for all."
                            + " Default: all for ping and metrics, else the only live one if there"
                            + " is just one")
    private List<String> to = List.of();

    @Option(
            names = "--request-id",
            paramLabel = "TEXT",
            description =
                    "Id of the request, 1 to "
                            + LONGEST_REQUEST_ID
                            + " characters: sent twice, it is executed once. Default: a random one")
    private String requestId = Request.newId();

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "Not to be executed later than this from now, by the clocks of both machines:"
                            + " 500ms, 30s, 1m. Default: no such limit")
    private Duration expiresIn;

    private final String command;

    /**
     * @param command its name on the wire
     */
    SendingCommand(String command, Settings settings) {
        super(settings);
        this.command = command;
    }

    Map<String, Object> params() {
        return Map.of();
    }

    /** Whether it changes nothing, so that all may be asked without saying so. */
    boolean isQuestion() {
        return false;
    }

    /** Prints more after the acks. */
    void showMore(Fleet fleet, Set<String> completed) throws InterruptedException {}

    final List<String> to() {
        return to;
    }

    @Override
    final int run() throws Exception {
        check();
        try (Fleet fleet = connect()) {
            if (Addressees.dependOnWhoLives(to)) {
                fleet.settle();
            }
            Addressees who = Addressees.of(to, isQuestion(), fleet.live());
            Request request = new Request(command, params(), who.targets(), requestId, expiresIn);
            List<Answer> answers = fleet.ask(request, who.expected(), atMost());
            printStates(Tables.answers(answers, fleet.statuses()));
            showMore(
                    fleet,
                    answers.stream()
                            .filter(Answer::isCompleted)
                            .map(Answer::answeredAs)
                            .collect(Collectors.toSet()));
            return answers.stream().allMatch(Answer::isCompleted) ? 0 : 1;
        }
    }

    /** Reports wrong options before anything is sent. */
    void check() {
        for (String id : to) {
            if (!id.equals(Addressees.EVERYBODY) && !InstanceIds.isValid(id)) {
                throw new ConfigException("--to is '" + id + "' but must be ids or '*'");
            }
        }
        if (requestId.isEmpty() || requestId.length() > LONGEST_REQUEST_ID) {
            throw new ConfigException(
                    "--request-id must be 1 to " + LONGEST_REQUEST_ID + " characters");
        }
    }
}
