/** What holds for a time only, unless it is renewed. Uses slf4j, no other room. */
package org.cupertino.nvr.timing;
