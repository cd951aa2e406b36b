/** The cameras of a site, one by one: what the file of cameras says, checked, and the options. */
@Uses({"config", "secret", "wire"})
package org.cupertino.nvr.site;

import org.cupertino.nvr.Uses;
