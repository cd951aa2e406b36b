/**
 * A picture from a camera as the rest of the program sees it, and the geometry of fitting it into a
 * network's input. Uses nothing but the JDK.
 */
package org.cupertino.nvr.processor.frame;
