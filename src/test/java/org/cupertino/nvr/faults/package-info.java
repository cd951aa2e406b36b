/**
 * Faults injected into the program as its user starts it, one a row of a table that says what was
 * lost and what was counted; and a soak. Uses no room of the program.
 */
package org.cupertino.nvr.faults;
