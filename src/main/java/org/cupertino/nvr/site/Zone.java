package org.cupertino.nvr.site;

import java.util.Set;
import org.cupertino.nvr.wire.ZoneKind;

/**
 * A named part of a camera's picture.
 *
 * @param classes what can be in it; empty for everything
 * @param confidence what is less certain is not in it, 0..1
 */
public record Zone(
        String name, ZoneKind kind, Polygon area, Set<String> classes, double confidence) {}
