/** What must be masked wherever it is shown, and addresses that carry it. */
@Uses
package org.cupertino.nvr.secret;

import org.cupertino.nvr.Uses;
