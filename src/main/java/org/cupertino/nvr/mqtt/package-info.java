/**
 * Connections to the broker: they come up by themselves, stay up, and never make a camera wait.
 * Uses Paho, Camel's exchange and its Paho client, Netty for reading PEM files, slf4j, the back-off
 * of {@code retry} and the broker's options of {@code config}; knows no message and no topic, those
 * are in the routes.
 */
package org.cupertino.nvr.mqtt;
