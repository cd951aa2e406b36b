/** When to try again what failed. Uses nothing but the JDK. */
package org.cupertino.nvr.retry;
