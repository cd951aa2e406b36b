package org.cupertino.nvr.cli;

import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.config.WallOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "wall",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        versionProvider = VersionLine.class,
        description = {
            "Shows all cameras, processors and rooms behind a broker on a page for the browser, and"
                    + " sends the commands that are given there. It needs the broker and nothing else.",
            "",
            "Every option can also be an environment variable or a line of the properties file,"
                    + " named by one rule: --wall-port is NVR_WALL_PORT and nvr.wall-port. The flag"
                    + " wins, then the environment, then the file, then the default."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr wall --mqtt-url tcp://broker:1883",
            "  cupertino-nvr wall --wall-port 8090"
        })
final class WallCommand extends ProgramCommand {
    @Mixin private WallOptions options = new WallOptions();
    private final Launcher launcher;

    WallCommand(Launcher launcher, Settings settings) {
        super(settings);
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        resolve(options);
        begin("wall");
        return launcher.wall(options);
    }
}
