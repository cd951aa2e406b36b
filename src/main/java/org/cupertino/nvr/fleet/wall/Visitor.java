package org.cupertino.nvr.fleet.wall;

import java.util.Set;

/**
 * Who looks at the wall.
 *
 * @param name null where nobody has to say who he is
 * @param operator whether he may change anything
 * @param cameras that he may see; null if all
 */
record Visitor(String name, boolean operator, Set<Integer> cameras) {
    /** Somebody on a wall without users. */
    static final Visitor ANYBODY = new Visitor(null, true, null);

    boolean maySee(int sourceId) {
        return cameras == null || cameras.contains(sourceId);
    }

    String role() {
        return operator ? "operator" : "viewer";
    }

    /** For the log. */
    String called() {
        return name == null ? "somebody" : name;
    }
}
