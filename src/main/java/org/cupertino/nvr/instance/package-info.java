/** Who this processor is. Uses nothing but the JDK. */
package org.cupertino.nvr.instance;
