/**
 * The MQTT broker inside the program, for one box without a broker of its own. Only this package
 * uses Artemis.
 */
@Uses
package org.cupertino.nvr.broker;

import org.cupertino.nvr.Uses;
