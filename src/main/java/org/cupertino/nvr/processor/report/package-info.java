/**
 * What the processor says of what it sees and of itself: detection events, statuses, metrics. Uses
 * {@code camera}, {@code inference}, {@code instance}, {@code metrics}, {@code event}, {@code
 * frame}, the counts of {@code ingest}, Camel's exchange, Jackson and slf4j; knows no MQTT.
 */
package org.cupertino.nvr.processor.report;
