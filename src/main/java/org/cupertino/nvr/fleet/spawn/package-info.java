/**
 * Starts processors on demand, as processes or as containers. Uses {@code config}; the only room
 * that uses docker-java.
 */
package org.cupertino.nvr.fleet.spawn;
