/** The health checks of a processor: its workers, its model and its cameras. */
package org.cupertino.nvr.processor.health;
