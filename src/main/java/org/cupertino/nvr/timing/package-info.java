/**
 * When to try again what failed, what holds only until its lease ends, and what is done for ever.
 */
@Uses
package org.cupertino.nvr.timing;

import org.cupertino.nvr.Uses;
