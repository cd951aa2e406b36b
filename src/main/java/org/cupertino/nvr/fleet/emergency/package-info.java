/**
 * Takes rooms into an emergency and out of it: who watches a room's camera, and how fast the others
 * go meanwhile. Uses {@code client} to steer processors, {@code spawn} to start them, {@code
 * event}, {@code config}, {@code retry}, and Camel's annotations.
 */
package org.cupertino.nvr.fleet.emergency;
