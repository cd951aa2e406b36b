package org.cupertino.nvr.fleet.cameras;

import org.cupertino.nvr.wire.CameraStatus;

/**
 * What is to be published of a camera.
 *
 * @param status null if no processor is to have the camera any more
 */
public record CameraChange(int sourceId, CameraStatus status) {}
