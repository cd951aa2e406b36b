package org.cupertino.nvr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.fleet.wall.WallUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "wall-user",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = {
            "Prints a line for the file of --wall-users. The password is read from the terminal, or"
                    + " from the standard input."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr wall-user anna --role operator >> users",
            "  cupertino-nvr wall-user ben --cameras 1,2,3 < password >> users"
        })
final class WallUserCommand implements Callable<Integer> {
    enum Role {
        viewer,
        operator
    }

    @Parameters(paramLabel = "NAME", description = "Name of the user.")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            description = {
                "viewer may look, operator may give commands.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Role role;

    @Option(
            names = "--cameras",
            paramLabel = "ID,...",
            split = ",",
            description = "Cameras that the user may see, such as 1,2,3. Default: all")
    private List<Integer> cameras = List.of();

    @Spec private CommandSpec spec;
    private final InputStream in;

    /**
     * @param in where the password comes from when there is no terminal
     */
    WallUserCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws IOException {
        if (cameras.stream().anyMatch(id -> id < 0)) {
            throw new ConfigException("--cameras must be numbers of 0 or more");
        }
        spec.commandLine()
                .getOut()
                .println(WallUsers.line(name, password(), role == Role.operator, cameras));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private char[] password() throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] password = console.readPassword("Password of %s: ", name);
            return password == null ? new char[0] : password;
        }
        String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
        return line == null ? new char[0] : line.toCharArray();
    }
}
