/**
 * The messages on the wire, version 1, their topics, and the JSON mapper that all of them go
 * through.
 */
@Uses
package org.cupertino.nvr.wire;

import org.cupertino.nvr.Uses;
