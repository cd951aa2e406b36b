package org.cupertino.nvr.cli.ctl;

import java.time.Duration;
import java.time.Instant;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.fleet.EventSender;
import org.cupertino.nvr.fleet.console.Rooms;
import org.cupertino.nvr.wire.Outcome;
import org.cupertino.nvr.wire.RoomEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The events of rooms, as subcommands of {@code ctl emergency}. */
@Command(
        name = "emergency",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = "Reports an event of a room to the orchestrator, or lists the rooms.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr ctl emergency fall 2",
            "  cupertino-nvr ctl emergency assisted 2 --outcome false_alarm",
            "  cupertino-nvr ctl emergency list"
        })
final class CtlEmergencyCommand implements Runnable {
    @Spec private CommandSpec spec;

    static CommandLine create(Settings settings) {
        return new CommandLine(new CtlEmergencyCommand())
                .addSubcommand(new Fall(settings))
                .addSubcommand(new Assisted(settings))
                .addSubcommand(new ListRooms(settings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is missing: fall, assisted or list; see --help");
    }

    /** Sends one event. */
    @Command(
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:The orchestrator has published that it knows of it",
                "1:It has rejected the event or not answered, or the broker is not reached",
                "2:Wrong usage or configuration; nothing was sent"
            })
    abstract static class EventCommand extends BrokerCommand {
        @Parameters(paramLabel = "ROOM", description = "Number of the room, 0 or more.")
        private int room;

        @Option(
                names = "--source",
                paramLabel = "N",
                description = "Number of the room's camera. Default: that of the room")
        private Integer source;

        private final RoomEvent event;

        /** Of the emergency that is over, if it is said. */
        Outcome outcome() {
            return null;
        }

        EventCommand(RoomEvent event, Settings settings) {
            super(settings);
            this.event = event;
        }

        @Override
        Duration usualWait() {
            return Duration.ofSeconds(10);
        }

        @Override
        final int run() throws Exception {
            if (room < 0 || source != null && source < 0) {
                throw new ConfigException("The numbers of rooms and cameras are 0 or more");
            }
            try (EventSender sender = EventSender.connect(broker(), topicPrefix(), atMost())) {
                printStates(
                        Rooms.line(room, sender.send(event, room, source, outcome(), atMost())));
                return 0;
            }
        }
    }

    @Command(
            name = "fall",
            description = {
                "Reports that somebody has fallen in a room.",
                "",
                "Done when the orchestrator has published the room's status with it. The broker keeps"
                        + " the event up to an hour for an orchestrator that is away."
            },
            footer = {
                "  cupertino-nvr ctl emergency fall 2",
                "  cupertino-nvr ctl emergency fall 2 --source 17"
            })
    static final class Fall extends EventCommand {
        Fall(Settings settings) {
            super(RoomEvent.FALL_DETECTED, settings);
        }
    }

    @Command(
            name = "assisted",
            description =
                    "Reports that the resident of a room is assisted: it goes back to normal.",
            footer = {
                "  cupertino-nvr ctl emergency assisted 2",
                "  cupertino-nvr ctl emergency assisted 2 --outcome false_alarm"
            })
    static final class Assisted extends EventCommand {
        @Option(
                names = "--outcome",
                paramLabel = "WHAT",
                description =
                        "What it was: real, false_alarm or test; counted for each camera. Default:"
                                + " unknown")
        private Outcome outcome;

        Assisted(Settings settings) {
            super(RoomEvent.RESIDENT_ASSISTED, settings);
        }

        @Override
        Outcome outcome() {
            return outcome;
        }
    }

    @Command(
            name = "list",
            description =
                    "Lists the rooms that have or had an emergency, as the broker keeps them.",
            footer = "  cupertino-nvr ctl emergency list",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:The rooms are shown, however they are",
                "1:The broker is not reached",
                "2:Wrong usage or configuration"
            })
    static final class ListRooms extends BrokerCommand {
        ListRooms(Settings settings) {
            super(settings);
        }

        @Override
        int run() throws Exception {
            try (EventSender sender = EventSender.connect(broker(), topicPrefix(), atMost())) {
                if (sender.rooms().isEmpty()) {
                    complain("No room has had an emergency at %s".formatted(broker()));
                } else {
                    printStates(Rooms.table(sender.rooms().values(), Instant.now()));
                }
                return 0;
            }
        }
    }
}
