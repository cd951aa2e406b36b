/** What the pages of the documentation promise of themselves, and what they show of the code. */
package org.cupertino.nvr.docs;
