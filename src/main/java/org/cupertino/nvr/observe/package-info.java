/** Health and metrics of a process over HTTP, and the meters that every process has. */
@Uses({"config", "timing"})
package org.cupertino.nvr.observe;

import org.cupertino.nvr.Uses;
