/**
 * The other side of the wire: watches and steers a fleet of processors over MQTT. Uses {@code
 * mqtt}, {@code event} and {@code config}'s exception; the command line is built on it.
 */
package org.cupertino.nvr.fleet;
