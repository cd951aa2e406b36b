/** Who this instance is: its id, its version, its times. */
@Uses
package org.cupertino.nvr.identity;

import org.cupertino.nvr.Uses;
