package org.cupertino.nvr.wire;

/**
 * Where something is in a camera's frame, in pixels of that frame.
 *
 * @param x centre, from the left edge
 * @param y centre, from the upper edge
 * @param width of the box
 * @param height of the box
 */
public record BoundingBox(float x, float y, float width, float height) {}
