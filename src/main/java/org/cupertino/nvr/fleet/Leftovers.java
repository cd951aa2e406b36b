package org.cupertino.nvr.fleet;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** What the broker keeps of an instance that is gone. */
public final class Leftovers {
    private Leftovers() {}

    /**
     * Clears them.
     *
     * @param fleet that has settled
     * @throws FleetException if the broker refuses that, or the instance publishes a status again
     */
    public static void clear(Fleet fleet, String instance)
            throws FleetException, MqttException, InterruptedException {
        MqttMessage nothing = new MqttMessage(new byte[0]);
        nothing.setQos(1);
        nothing.setRetained(true);
        String topic = fleet.topics().status(instance);
        if (!fleet.link().offer(topic, nothing)) {
            throw new FleetException("The broker does not let this user publish to " + topic);
        }
        // Nobody publishes metrics retained on purpose.
        if (fleet.metrics().containsKey(instance)) {
            fleet.link().offer(fleet.topics().metrics(instance), nothing);
        }
        fleet.settle();
        if (fleet.statuses().containsKey(instance)) {
            throw new FleetException(instance + " has published a status again: it is not gone");
        }
    }
}
