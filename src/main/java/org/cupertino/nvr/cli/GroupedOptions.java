package org.cupertino.nvr.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.config.CameraOptions;
import org.cupertino.nvr.config.DetectorOptions;
import org.cupertino.nvr.config.HttpOptions;
import org.cupertino.nvr.config.LoggingOptions;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.PublishOptions;
import org.cupertino.nvr.config.RuleOptions;
import org.cupertino.nvr.config.SpawnOptions;
import org.cupertino.nvr.config.WallOptions;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows options under a heading for the class that declares them, in order of declaration. */
final class GroupedOptions {
    private static final String GENERAL = "General";

    private static final Map<Class<?>, String> HEADINGS =
            Map.of(
                    OrchestratorOptions.class, "Emergencies",
                    WallOptions.class, "Page",
                    RuleOptions.class, "Rules on detections",
                    SpawnOptions.class, "Starting processors",
                    CameraOptions.class, "Cameras",
                    DetectorOptions.class, "Detector",
                    MqttOptions.class, "Broker",
                    PublishOptions.class, "Publishing",
                    HttpOptions.class, "Health and metrics",
                    LoggingOptions.class, "Logging");

    private static final List<String> ORDER =
            List.of(
                    GENERAL,
                    "Emergencies",
                    "Page",
                    "Rules on detections",
                    "Starting processors",
                    "Cameras",
                    "Detector",
                    "Broker",
                    "Publishing",
                    "Health and metrics",
                    "Logging");

    private GroupedOptions() {}

    static void install(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .sectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedOptions::render);
        command.getSubcommands().values().forEach(GroupedOptions::install);
    }

    private static String render(Help help) {
        List<OptionSpec> all = help.commandSpec().options();
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        ORDER.forEach(heading -> groups.put(heading, new ArrayList<>()));
        for (OptionSpec option : all) {
            groups.get(heading(option)).add(option);
        }
        StringBuilder text = new StringBuilder();
        groups.values().removeIf(List::isEmpty);
        groups.forEach(
                (heading, options) -> {
                    Help.Layout layout =
                            help.createDefaultLayout(all, List.of(), help.colorScheme());
                    layout.addOptions(options, help.parameterLabelRenderer());
                    text.append(String.format("%n%s:%n%s", heading, layout));
                });
        return text.toString();
    }

    private static String heading(OptionSpec option) {
        return option.userObject() instanceof Field field
                ? HEADINGS.getOrDefault(field.getDeclaringClass(), GENERAL)
                : GENERAL;
    }
}
