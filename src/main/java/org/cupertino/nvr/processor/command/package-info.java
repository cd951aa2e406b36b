/**
 * Commands: what can be asked of a processor, one handler each, named in {@link
 * org.cupertino.nvr.processor.command.CommandTable}, and the acks. Knows no MQTT.
 */
@Uses({
    "config",
    "identity",
    "processor.camera",
    "processor.inference",
    "processor.picture",
    "processor.report",
    "routes",
    "secret",
    "wire"
})
package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.Uses;
