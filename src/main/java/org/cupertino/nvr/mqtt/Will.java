package org.cupertino.nvr.mqtt;

import java.time.Duration;

/**
 * What the broker publishes, retained and with QoS 1, when the connection dies without a goodbye.
 *
 * @param payload UTF-8 JSON
 * @param kept how long the broker keeps it then
 */
public record Will(String topic, byte[] payload, Duration kept) {}
