/**
 * Cameras and video files: opens them, keeps them open, decodes only what is due and hands pictures
 * on. Uses {@code frame}, {@code config}, {@code retry}, {@code event.SourceState}, libav through
 * Bytedeco and slf4j; no other room uses Bytedeco.
 */
package org.cupertino.nvr.processor.ingest;
