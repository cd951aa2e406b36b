package org.cupertino.nvr.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.Durations;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.fleet.Addressees;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.fleet.console.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of processors, as subcommands of {@code ctl}. */
final class CtlVerbs {
    private CtlVerbs() {}

    @Command(
            name = "ping",
            description = "Asks whether processors answer, and shows how long that takes.",
            footer = "  cupertino-nvr ctl ping")
    static final class Ping extends SendingCommand {
        @Option(
                names = "--lease",
                paramLabel = "TIME",
                converter = Durations.class,
                description =
                        "Keep a processor that was started with --lease alive for so long from now:"
                                + " 30s, 5m. Default: only ask")
        private Duration lease;

        Ping(Settings settings) {
            super("ping", settings);
        }

        @Override
        boolean isQuestion() {
            return lease == null;
        }

        @Override
        Map<String, Object> params() {
            return lease == null ? Map.of() : Map.of("lease_s", LeaseOption.seconds(lease));
        }
    }

    @Command(
            name = "metrics",
            description = "Shows how fast processors work.",
            footer = "  cupertino-nvr ctl metrics --to processor-hab-0-3")
    static final class Metrics extends SendingCommand {
        Metrics(Settings settings) {
            super("metrics", settings);
        }

        @Override
        boolean isQuestion() {
            return true;
        }

        @Override
        void showMore(Fleet fleet, Set<String> completed) throws InterruptedException {
            SortedMap<String, JsonNode> metrics = fleet.metricsSince(completed, atMost());
            metrics.keySet().retainAll(completed);
            if (!metrics.isEmpty()) {
                print(System.lineSeparator() + Tables.metrics(metrics));
            }
        }
    }

    /** A command that is for one camera or for all. */
    abstract static class CameraCommand extends SendingCommand {
        @Option(
                names = "--source",
                paramLabel = "N",
                description = "Number of the only camera. Default: all cameras of the processor")
        private Integer source;

        CameraCommand(String command, Settings settings) {
            super(command, settings);
        }

        @Override
        Map<String, Object> params() {
            return source == null ? Map.of() : Map.of("source_id", source);
        }
    }

    @Command(
            name = "pause",
            description =
                    "Stops sampling. When it is completed, no detection of the camera is published"
                            + " any more.",
            footer = "  cupertino-nvr ctl pause --source 3 --to processor-hab-0-3")
    static final class Pause extends CameraCommand {
        Pause(Settings settings) {
            super("pause", settings);
        }
    }

    @Command(
            name = "resume",
            description = "Resumes sampling.",
            footer = "  cupertino-nvr ctl resume --to '*'")
    static final class Resume extends CameraCommand {
        Resume(Settings settings) {
            super("resume", settings);
        }
    }

    @Command(
            name = "set-fps",
            aliases = "set_fps",
            description = "Sets how many frames a second are analysed, at once.",
            footer = {
                "  cupertino-nvr ctl set-fps 0.1 --to processor-hab-0-3",
                "  cupertino-nvr ctl set-fps 1 --source 3 --lease 5m --to processor-hab-0-3"
            })
    static final class SetFps extends CameraCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "FPS",
                description = "Frames a second a camera, 0.00001 or more; not with --lease 0.")
        private BigDecimal fps;

        @Mixin private LeaseOption lease = new LeaseOption();

        SetFps(Settings settings) {
            super("set_fps", settings);
        }

        @Override
        Map<String, Object> params() {
            Map<String, Object> params = lease.with(super.params());
            if (fps != null) {
                params.put("max_fps", fps);
            }
            return params;
        }

        @Override
        void check() {
            super.check();
            if (fps == null && !lease.isEnd()) {
                throw new ConfigException("FPS is missing, it is not needed with --lease 0 alone");
            }
        }
    }

    /** A command that loads a model. */
    abstract static class ModelCommand extends SendingCommand {
        ModelCommand(String command, Settings settings) {
            super(command, settings);
        }

        @Override
        Duration usualWait() {
            return Duration.ofSeconds(30);
        }
    }

    @Command(
            name = "change-model",
            aliases = "change_model",
            description =
                    "Switches to another model. The old one works until then, and stays if the new"
                            + " one fails.",
            footer = "  cupertino-nvr ctl change-model nanodet-g-640 --to emergency-hab-3")
    static final class ChangeModel extends ModelCommand {
        @Parameters(paramLabel = "ID", description = "Id of the model, not a path.")
        private String model;

        ChangeModel(Settings settings) {
            super("change_model", settings);
        }

        @Override
        Map<String, Object> params() {
            return Map.of("model_id", model);
        }
    }

    @Command(
            name = "restart",
            description = "Closes and opens cameras and model, in the same process.",
            footer = "  cupertino-nvr ctl restart --to processor-hab-0-3")
    static final class Restart extends ModelCommand {
        Restart(Settings settings) {
            super("restart", settings);
        }
    }

    @Command(
            name = "add-stream",
            aliases = "add_stream",
            description = "Starts watching another camera.",
            footer = {
                "  cupertino-nvr ctl add-stream 4 --to processor-hab-0-3",
                "  cupertino-nvr ctl add-stream 7 --uri rtsp://10.0.0.7/main --to emergency-hab-3"
            })
    static final class AddStream extends SendingCommand {
        @Parameters(paramLabel = "N", description = "Number of the camera, 0 or more.")
        private int source;

        @Option(
                names = "--uri",
                paramLabel = "URI",
                description =
                        "Its address. Other users of this machine and of the broker can see a"
                                + " password in it. Default: that of its number on the processor's"
                                + " stream server")
        private String uri;

        AddStream(Settings settings) {
            super("add_stream", settings);
        }

        @Override
        Map<String, Object> params() {
            return uri == null
                    ? Map.of("source_id", source)
                    : Map.of("source_id", source, "uri", uri);
        }
    }

    @Command(
            name = "remove-stream",
            aliases = "remove_stream",
            description = "Stops watching a camera.",
            footer = {
                "  cupertino-nvr ctl remove-stream 4 --to processor-hab-0-3",
                "  cupertino-nvr ctl remove-stream 4 --lease 5m --to processor-hab-0-3"
            })
    static final class RemoveStream extends SendingCommand {
        @Mixin private LeaseOption lease = new LeaseOption();

        @Parameters(paramLabel = "N", description = "Number of the camera.")
        private int source;

        RemoveStream(Settings settings) {
            super("remove_stream", settings);
        }

        @Override
        Map<String, Object> params() {
            return lease.with(Map.of("source_id", source));
        }
    }

    @Command(
            name = "rename",
            aliases = {"rename-instance", "rename_instance"},
            description = "Gives one processor another id.",
            footer = "  cupertino-nvr ctl rename emergency-hab-3 --to processor-7c01b2aa")
    static final class Rename extends SendingCommand {
        @Parameters(paramLabel = "NEW_ID", description = "Its new id.")
        private String newId;

        Rename(Settings settings) {
            super("rename_instance", settings);
        }

        @Override
        Map<String, Object> params() {
            return Map.of("new_instance_id", newId);
        }

        @Override
        void check() {
            super.check();
            if (to().size() > 1 || to().contains(Addressees.EVERYBODY)) {
                throw new ConfigException("Only one processor can get the id: one id after --to");
            }
        }
    }

    @Command(
            name = "stop",
            description = "Stops processors, which publish that they have stopped.",
            footer = "  cupertino-nvr ctl stop --to emergency-hab-3")
    static final class Stop extends SendingCommand {
        Stop(Settings settings) {
            super("stop", settings);
        }
    }
}
