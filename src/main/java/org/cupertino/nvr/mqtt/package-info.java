/**
 * Connections to the broker: they come up by themselves, stay up, and never make a camera wait.
 * Topics and messages are in the routes.
 */
@Uses({"config", "routes", "timing"})
package org.cupertino.nvr.mqtt;

import org.cupertino.nvr.Uses;
