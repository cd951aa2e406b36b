/**
 * Route files: what they may name, checked before they are used, watched and swapped while all goes
 * on.
 */
@Uses({"secret", "timing"})
package org.cupertino.nvr.routes;

import org.cupertino.nvr.Uses;
