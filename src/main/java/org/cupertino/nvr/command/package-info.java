/**
 * Commands: what may be asked of a processor, who does it, and the answers. One small class a
 * command, named in {@link org.cupertino.nvr.command.CommandTable}. Uses {@code camera}, {@code
 * inference}, {@code instance}, {@code report} and {@code event}; knows no MQTT.
 */
package org.cupertino.nvr.command;
