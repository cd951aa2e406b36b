package org.cupertino.nvr.config;

import picocli.CommandLine.ParseResult;

/** Finds where an option has its value from, and reports a wrong value with that place. */
record OptionSources(ParseResult flags, Settings settings) {
    /** The smaller, the stronger: 0 is a flag. */
    int rank(String option) {
        return flags.hasMatchedOption(option) ? 0 : 1 + settings.rank(key(option));
    }

    /** Fails unless the condition holds; the rule completes "must be". */
    void require(boolean holds, String option, Object value, String rule) {
        if (!holds) {
            throw new ConfigException(
                    option + " is '" + value + "'" + place(option) + " but must be " + rule);
        }
    }

    /** Where the value is if no flag gave it, in brackets; else nothing. */
    String place(String option) {
        return flags.hasMatchedOption(option)
                ? ""
                : settings.origin(key(option)).map(where -> " (" + where + ")").orElse("");
    }

    private static String key(String option) {
        return "nvr." + option.substring(2);
    }
}
