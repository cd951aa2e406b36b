package org.cupertino.nvr;

/** The program's entry point. */
public final class CupertinoNvr {
    private CupertinoNvr() {}

    public static void main(String[] args) {}
}
