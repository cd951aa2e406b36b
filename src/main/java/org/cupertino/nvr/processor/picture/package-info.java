/**
 * Pictures of analysed frames for whoever asks, as private as the configuration says: who wants
 * them, what they may show, and how they become JPEGs.
 */
@Uses({"config", "processor.frame", "processor.inference", "routes", "timing", "wire"})
package org.cupertino.nvr.processor.picture;

import org.cupertino.nvr.Uses;
