/**
 * Commands: what may be asked of a processor, who does it, and the answers. One small class a
 * command, named in {@link org.cupertino.nvr.processor.command.CommandTable}. Uses {@code camera},
 * {@code inference}, {@code instance}, {@code report} and {@code event}, {@code config} and {@code
 * ingest} for what addresses and ids are, Camel's exchange, Jackson and slf4j; knows no MQTT.
 */
package org.cupertino.nvr.processor.command;
