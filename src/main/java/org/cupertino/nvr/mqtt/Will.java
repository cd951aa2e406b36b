package org.cupertino.nvr.mqtt;

/**
 * What the broker publishes, retained and with QoS 1, when the connection dies without a goodbye.
 *
 * @param payload UTF-8 JSON
 */
public record Will(String topic, byte[] payload) {}
