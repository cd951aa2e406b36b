package org.cupertino.nvr.cli.ctl;

import java.lang.reflect.Field;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.Settings;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Configures the way to the broker as for a processor, and nothing else: what a command does to a
 * fleet is said on its command line alone, and its log is quiet.
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
