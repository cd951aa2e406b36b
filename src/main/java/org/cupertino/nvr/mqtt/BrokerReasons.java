package org.cupertino.nvr.mqtt;

import java.io.EOFException;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Why the broker does not let a client in, or throws it out, for a person. */
final class BrokerReasons {
    private static final String NOT_MQTT_5 =
            "the broker's answer has a code that this client does not know: is it a broker of MQTT"
                    + " 5, with QoS 1?";

    /** Its host may be gone: no other connection to it can be relied on. */
    static final String SILENT = "the broker does not answer";

    /** By the reason codes of MQTT 5 in CONNACK and DISCONNECT. */
    private static final Map<Integer, String> CODES =
            Map.ofEntries(
                    Map.entry(0x00, "the broker ended the connection"),
                    Map.entry(0x80, "the broker has an error that it does not name"),
                    Map.entry(0x81, "the broker takes a packet for malformed"),
                    Map.entry(0x82, "the broker takes a packet for a breach of the protocol"),
                    Map.entry(0x83, "the broker has an error of its own kind"),
                    Map.entry(0x84, "the broker does not speak MQTT 5"),
                    Map.entry(0x85, "the broker refuses the client id"),
                    Map.entry(0x86, "the broker refuses the user name or the password"),
                    Map.entry(0x87, "not authorised: user name, password or access list"),
                    Map.entry(0x88, "the broker is not available"),
                    Map.entry(0x89, "the broker is busy"),
                    Map.entry(0x8a, "the broker has banned this client"),
                    Map.entry(0x8b, "the broker shuts down"),
                    Map.entry(0x8c, "the broker wants another way to authenticate"),
                    Map.entry(0x8d, "the broker heard nothing for too long"),
                    Map.entry(0x8e, "another client with the same client id took over"),
                    Map.entry(0x90, "the broker refuses a topic"),
                    Map.entry(0x93, "the broker got more messages at once than it takes"),
                    Map.entry(0x95, "a packet was larger than the broker takes"),
                    Map.entry(0x96, "messages came faster than the broker allows"),
                    Map.entry(0x97, "a quota of the broker is used up"),
                    Map.entry(0x98, "somebody at the broker ended the connection"),
                    Map.entry(0x9a, "the broker keeps no retained messages, which statuses need"),
                    Map.entry(0x9b, "the broker does not support QoS 1"),
                    Map.entry(0x9c, "the broker wants another server to be used for now"),
                    Map.entry(0x9d, "the broker has moved"),
                    Map.entry(0x9f, "clients connect more often than the broker allows"),
                    Map.entry(0xa0, "the broker ends connections after a time"));

    private BrokerReasons() {}

    static String of(MqttDisconnectResponse response) {
        if (response.getException() != null) {
            return of(response.getException());
        }
        String known = known(response.getReturnCode());
        String text = response.getReasonString();
        return text == null || text.isBlank() ? known : known + " (" + text + ")";
    }

    static String of(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof EOFException) {
            return "the broker closes the connection without a word: does it speak MQTT 5, and does"
                    + " it want TLS on this port?";
        }
        if (cause == e && e instanceof MqttException mqtt) {
            int code = mqtt.getReasonCode();
            if (code == MqttException.REASON_CODE_INVALID_RETURN_CODE) {
                return NOT_MQTT_5;
            } else if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
                return SILENT;
            } else if (CODES.containsKey(code) && code != 0) {
                return known(code);
            }
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String known(int code) {
        return CODES.getOrDefault(code, "the broker gives the reason code %#x".formatted(code));
    }
}
