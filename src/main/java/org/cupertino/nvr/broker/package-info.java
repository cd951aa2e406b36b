/**
 * The MQTT broker that runs inside the program, for one box without a broker of its own. The only
 * room that uses Artemis; uses no other room.
 */
package org.cupertino.nvr.broker;
