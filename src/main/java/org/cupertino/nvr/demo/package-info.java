/** Shows a person the program at work: a site, and an emergency in it. */
package org.cupertino.nvr.demo;
