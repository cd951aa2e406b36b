/**
 * What the processor says of what it sees and of itself: detection events, statuses, metrics. Uses
 * {@code camera}, {@code inference}, {@code instance}, {@code metrics}, {@code event} and {@code
 * frame}; knows no MQTT.
 */
package org.cupertino.nvr.report;
