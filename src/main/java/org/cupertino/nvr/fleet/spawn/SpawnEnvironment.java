package org.cupertino.nvr.fleet.spawn;

import java.util.Map;
import java.util.TreeMap;
import org.cupertino.nvr.config.Settings;
import org.cupertino.nvr.identity.InstanceIds;

/** Environment variables of a new processor. */
public final class SpawnEnvironment {
    private SpawnEnvironment() {}

    /**
     * The variables for the settings and the name.
     *
     * @throws SpawnException if the name is no instance id, or something cannot be a variable
     */
    public static Map<String, String> of(String name, Map<String, String> settings)
            throws SpawnException {
        if (!InstanceIds.isValid(name)) {
            throw new SpawnException("'" + name + "' cannot be the id of a processor");
        }
        Map<String, String> variables = new TreeMap<>();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String key = setting.getKey();
            // The value is not shown: it may be a password.
            if (!key.matches("nvr\\.[a-z0-9-]+") || setting.getValue().indexOf('\0') >= 0) {
                throw new SpawnException(
                        "The setting '" + key + "' of " + name + " cannot be handed over");
            }
            variables.put(Settings.variable(key), setting.getValue());
        }
        variables.put(Settings.variable("nvr.instance-id"), name);
        return variables;
    }
}
