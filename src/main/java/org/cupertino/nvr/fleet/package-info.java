/**
 * The other side of the wire: who runs, what they answer, and what to send them. Knows no processor
 * but by its messages.
 */
@Uses({"config", "identity", "mqtt", "timing", "wire"})
package org.cupertino.nvr.fleet;

import org.cupertino.nvr.Uses;
