package org.cupertino.nvr.cli.ctl;

import java.lang.reflect.Field;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.Settings;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the connection to the broker from the configuration, as a processor does, and nothing else:
 * what a command does to a fleet is on its command line alone. Only errors are logged.
 */
record CtlDefaults(Settings settings) implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)) {
            return null;
        }
        if (option.longestName().equals("--log-level")) {
            return "error";
        }
        return option.userObject() instanceof Field field
                        && field.getDeclaringClass() == MqttOptions.class
                ? settings.defaultValue(arg)
                : null;
    }
}
