/**
 * The messages on the wire, version 1, and the JSON mapper that all of them go through. Uses
 * Jackson, nothing else.
 */
package org.cupertino.nvr.wire;
