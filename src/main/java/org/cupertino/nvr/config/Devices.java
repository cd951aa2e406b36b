package org.cupertino.nvr.config;

import java.util.regex.Pattern;

/** The devices that a network can run on. */
public final class Devices {
    private static final Pattern GRAMMAR = Pattern.compile("auto|cpu|cuda(:\\d{1,2})?");

    private Devices() {}

    /** Whether it is {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:0} to 99. */
    public static boolean isValid(String device) {
        return GRAMMAR.matcher(device).matches();
    }
}
