package org.cupertino.nvr.mqtt;

import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;

/** What a lasting link needs of the routes that take from it. */
public final class ManualAcks {
    private ManualAcks() {}

    /** Makes the routes of a context acknowledge each message when they are done with it. */
    public static void byRoutes(CamelContext context) {
        context.getComponent("paho-mqtt5", PahoMqtt5Component.class)
                .getConfiguration()
                .setManualAcksEnabled(true);
    }
}
