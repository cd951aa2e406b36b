package org.cupertino.nvr.site;

/** Where a camera hangs, by which is decided where in the picture a thing stands. */
public enum Mounting {
    /** It looks from the side: a thing stands where the middle of its box's lower edge is. */
    WALL,
    /** It looks down: a thing is where the middle of its box is. */
    CEILING
}
