package org.cupertino.nvr.config;

import picocli.CommandLine.Option;

/** What is logged, and how. Logs go to the standard error stream. */
public final class LoggingOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = {
                "error, warn, info, debug or trace, for the program itself; libraries stay quiet.",
                "Default: ${DEFAULT-VALUE}"
            })
    private LogLevel logLevel;

    @Option(
            names = "--json-logs",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Log one JSON object a line, for a collector, instead of text for a person.",
                "Default: ${DEFAULT-VALUE}"
            })
    private boolean jsonLogs;

    public LogLevel logLevel() {
        return logLevel;
    }

    public boolean jsonLogs() {
        return jsonLogs;
    }
}
