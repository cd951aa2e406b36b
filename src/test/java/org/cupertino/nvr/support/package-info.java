/**
 * What the tests of several rooms share: a broker that can be stopped and frozen, a client that
 * sees what is on it, {@code camel run}. Uses no room of the program.
 */
package org.cupertino.nvr.support;
