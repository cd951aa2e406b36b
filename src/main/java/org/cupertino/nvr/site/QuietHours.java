package org.cupertino.nvr.site;

import java.time.LocalTime;

/**
 * A part of each day, in the time zone of the process.
 *
 * @param from included
 * @param to excluded; before {@code from} if midnight is in it
 */
public record QuietHours(LocalTime from, LocalTime to) {}
