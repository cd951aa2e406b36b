/**
 * Finds things in frames: the models folder, the network that is in use, and what its numbers mean.
 * Uses {@code config} for what ids, devices and precisions there are, {@code frame}, {@code
 * event.Detection} and {@code event.BoundingBox}, DJL, Jackson, SnakeYAML and SLF4J; nothing else
 * in the program uses DJL.
 */
package org.cupertino.nvr.processor.inference;
