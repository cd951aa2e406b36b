package org.cupertino.nvr.processor.inference;

/** How a picture is turned before a network sees it. */
public enum Turn {
    NONE(0),
    /** By 90 degrees: what was on the left is at the top. */
    CLOCKWISE(3),
    /** By 90 degrees: what was on the right is at the top. */
    COUNTERCLOCKWISE(1);

    private final int quarters;

    Turn(int quarters) {
        this.quarters = quarters;
    }

    /** Quarter turns against the clock, 0 to 3. */
    public int quarters() {
        return quarters;
    }
}
