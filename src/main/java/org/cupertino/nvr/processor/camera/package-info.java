/**
 * The cameras of this processor: which there are, what each is doing, and the Camel component that
 * brings their frames into routes. Uses Camel, {@code ingest}, {@code frame}, {@code event}, {@code
 * lease} and {@code retry}.
 */
package org.cupertino.nvr.processor.camera;
