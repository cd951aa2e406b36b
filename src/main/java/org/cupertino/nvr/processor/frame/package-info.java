/**
 * A picture from a camera as inference sees it, and the geometry of fitting it into a network.
 * Separates ingest from inference.
 */
@Uses
package org.cupertino.nvr.processor.frame;

import org.cupertino.nvr.Uses;
