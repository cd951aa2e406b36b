package org.cupertino.nvr.wire;

/**
 * One point of a person's body.
 *
 * @param name as the model names it, such as {@code left_hip}
 * @param x pixels of the camera's frame
 * @param y pixels of the camera's frame
 * @param confidence 0..1
 */
public record Keypoint(String name, float x, float y, float confidence) {}
