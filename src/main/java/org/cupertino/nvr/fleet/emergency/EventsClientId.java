package org.cupertino.nvr.fleet.emergency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.OrchestratorOptions;

/**
 * Makes the client id of the session in which the broker keeps events while no orchestrator is
 * there. Whoever knows it can take the session over, with any account, and the events in it are
 * lost. So it follows from what the orchestrator alone knows, and is the same at each start.
 */
final class EventsClientId {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_DIGITS = 32;

    private EventsClientId() {}

    /**
     * The id that the options name, else one that follows from the password at the broker or,
     * without one, the private key. With neither it can be guessed, as everybody may do everything
     * then.
     *
     * @throws ConfigException if the key cannot be read
     */
    static String of(OrchestratorOptions options) {
        return options.eventsClientId().orElseGet(() -> derived(options.mqtt()));
    }

    private static String derived(MqttOptions mqtt) {
        String name = "nvr-orchestrator-";
        byte[] secret = secret(mqtt);
        if (secret.length == 0) {
            return name + mqtt.topicPrefix().replace('/', '-');
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            String whose = mqtt.mqttUser().orElse("") + "\n" + mqtt.topicPrefix();
            byte[] code = mac.doFinal(whose.getBytes(StandardCharsets.UTF_8));
            return name + HexFormat.of().formatHex(code).substring(0, HEX_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] secret(MqttOptions mqtt) {
        if (mqtt.mqttPassword().isPresent()) {
            return mqtt.mqttPassword().get().getBytes(StandardCharsets.UTF_8);
        }
        if (mqtt.mqttKey().isEmpty()) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(mqtt.mqttKey().get());
        } catch (IOException e) {
            throw new ConfigException("--mqtt-key cannot be read: " + e);
        }
    }
}
