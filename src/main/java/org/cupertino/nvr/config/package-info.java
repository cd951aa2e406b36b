/** The options of the program, where each comes from, and the rules they must keep. */
@Uses({"identity", "secret"})
package org.cupertino.nvr.config;

import org.cupertino.nvr.Uses;
