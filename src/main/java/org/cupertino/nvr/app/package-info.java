/**
 * Puts the rooms together to a processor, the same for every launcher, and starts and ends it. May
 * use all rooms; none uses it.
 */
package org.cupertino.nvr.app;
