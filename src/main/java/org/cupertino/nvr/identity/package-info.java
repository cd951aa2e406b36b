/** Who this processor is. Uses {@code config} for what an id is. */
package org.cupertino.nvr.identity;
