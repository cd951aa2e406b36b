package org.cupertino.nvr.config;

import picocli.CommandLine;
import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How every command of the program is parsed, and how its errors are worded. */
public final class OptionParser {
    private OptionParser() {}

    /** Sets a command and its subcommands up so that a value means the same wherever it is. */
    public static CommandLine configure(CommandLine command) {
        return command.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setNegatableOptionTransformer(new NoInsteadOfEnable());
    }

    /** One sentence on what is wrong with an argument or a setting, without secrets. */
    public static String explain(ParameterException e, Settings settings) {
        String text =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched)
                        : e.getMessage();
        if (e.getArgSpec() != null) {
            text += settings.origin(e.getArgSpec()).map(where -> " (" + where + ")").orElse("");
        }
        return new ConfigException(text).getMessage();
    }

    /** Names the first argument only, up to its value: the rest may be a password. */
    private static String unmatched(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0).replaceFirst("=.*", "");
        CommandSpec command = e.getCommandLine().getCommandSpec();
        return e.isUnknownOption()
                ? "Unknown option "
                        + argument
                        + Suggestion.hint(argument, command.optionsMap().keySet())
                : "Unexpected argument "
                        + argument
                        + Suggestion.hint(argument, command.subcommands().keySet());
    }

    private static final class NoInsteadOfEnable implements INegatableOptionTransformer {
        @Override
        public String makeNegative(String name, CommandSpec command) {
            return name.replaceFirst("^--(enable-)?", "--no-");
        }

        @Override
        public String makeSynopsis(String name, CommandSpec command) {
            return name.startsWith("--enable-")
                    ? name + " | " + makeNegative(name, command)
                    : name.replaceFirst("^--", "--[no-]");
        }
    }
}
