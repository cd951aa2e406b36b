package org.cupertino.nvr.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.cameras.CameraReader;
import org.cupertino.nvr.fleet.console.CameraTable;
import org.cupertino.nvr.fleet.console.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "cameras",
        description = {
            "Shows how each camera is, of whichever processors watch it.",
            "",
            "It is what the orchestrator that leads has published, and the broker keeps. A camera is"
                    + " unwatched if none of the processors that should have it is there. LAST FRAME"
                    + " may be ten seconds late."
        },
        footer = {
            "  cupertino-nvr ctl cameras",
            "  cupertino-nvr ctl cameras --json | jq -r '.[] | select(.state != \"live\")"
                    + " .source_id'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The cameras are shown, however they are",
            "1:The broker is not reached",
            "2:Wrong usage or configuration"
        })
final class CtlCamerasCommand extends BrokerCommand {
    @Option(
            names = "--json",
            description =
                    "Print the cameras as one JSON array, as the orchestrator published them. Default:"
                            + " a table")
    private boolean json;

    CtlCamerasCommand(Settings settings) {
        super(settings);
    }

    @Override
    int run() throws Exception {
        CameraReader.Published read = CameraReader.read(broker(), topicPrefix(), atMost());
        if (!read.isLed()) {
            complain("No orchestrator leads: the cameras are as they were when one did");
        }
        if (json) {
            Map<String, JsonNode> cameras = new LinkedHashMap<>();
            read.cameras().forEach((number, camera) -> cameras.put(number.toString(), camera));
            print(Tables.json(cameras));
        } else if (read.cameras().isEmpty()) {
            complain("No camera is published at %s".formatted(broker()));
        } else {
            printStates(CameraTable.of(read.cameras().values(), Instant.now()));
        }
        return 0;
    }
}
