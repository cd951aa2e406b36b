/**
 * Cameras and video files: opens them, keeps them open, decodes only what is due and hands pictures
 * on. Uses the frame room, {@link org.cupertino.nvr.event.SourceState}, libav through Bytedeco, and
 * slf4j; no other room touches Bytedeco.
 */
package org.cupertino.nvr.ingest;
