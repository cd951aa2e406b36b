/** The page of the wall, in a real browser, against a server that speaks the wall's HTTP. */
package org.cupertino.nvr.wall;
