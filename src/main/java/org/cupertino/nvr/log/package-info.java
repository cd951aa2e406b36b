/** What the program logs, as text or JSON, with secrets masked. Only this package uses logback. */
@Uses({"config", "secret"})
package org.cupertino.nvr.log;

import org.cupertino.nvr.Uses;
