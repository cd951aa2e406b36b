package org.cupertino.nvr.cli;

import org.cupertino.nvr.config.VersionLine;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = "Prints a script with which bash and zsh complete commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(cupertino-nvr completion)",
            "  cupertino-nvr completion > ~/.local/share/bash-completion/completions/cupertino-nvr"
        })
final class CompletionCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        String script = AutoComplete.bash("cupertino-nvr", spec.root().commandLine());
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
    }
}
