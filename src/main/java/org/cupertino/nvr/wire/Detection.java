package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One thing a network saw in a frame.
 *
 * @param className as the model names it
 * @param confidence 0..1
 * @param bbox where it is
 * @param trackerId number of the track it belongs to, or null where nothing tracks
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Detection(String className, float confidence, BoundingBox bbox, Integer trackerId) {}
