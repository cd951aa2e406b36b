/** Tries one camera before it is trusted: what is seen of people, and what the rule makes of it. */
@Uses({"app", "config", "fleet", "fleet.rule", "mqtt", "processor.frame", "routes", "wire"})
package org.cupertino.nvr.trial;

import org.cupertino.nvr.Uses;
