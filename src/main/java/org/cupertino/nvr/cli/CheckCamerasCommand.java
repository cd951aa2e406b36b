package org.cupertino.nvr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.VersionLine;
import org.cupertino.nvr.site.CameraFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check-cameras",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = {
            "Checks a file of cameras, without starting anything, and prints file:line: reason for"
                    + " each fault. A running processor checks an edited file in the same way."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cupertino-nvr check-cameras cameras.yaml",
            "  cupertino-nvr check-cameras --schema > cameras.schema.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Nothing is wrong", "1:There are faults", "2:Wrong usage"})
final class CheckCamerasCommand implements Callable<Integer> {
    private static final String SCHEMA = "/site/cameras.schema.json";

    private static final class Task {
        @Option(
                names = "--schema",
                description =
                        "Print the JSON Schema of such a file, by which editors complete and check it.")
        private boolean schema;

        @Parameters(paramLabel = "FILE", description = "File of cameras.")
        private Path file;
    }

    @ArgGroup(multiplicity = "1")
    private Task task = new Task();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int code = task.schema ? printSchema(out) : check(out);
        out.flush();
        return code;
    }

    private int printSchema(PrintWriter out) throws IOException {
        try (InputStream in = CheckCamerasCommand.class.getResourceAsStream(SCHEMA)) {
            out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }

    private int check(PrintWriter out) {
        try {
            CameraFile read = CameraFile.read(task.file);
            read.faults().forEach(out::println);
            if (!read.faults().isEmpty()) {
                return ExitCode.SOFTWARE;
            }
            out.println(
                    "The cameras in %s are fine: %s".formatted(task.file, read.cameras().keySet()));
            return ExitCode.OK;
        } catch (IOException e) {
            throw new ConfigException(task.file + " cannot be read: " + e.getMessage());
        }
    }
}
