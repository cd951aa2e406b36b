/** When to try again what failed, and what holds only until its lease ends. */
@Uses
package org.cupertino.nvr.timing;

import org.cupertino.nvr.Uses;
