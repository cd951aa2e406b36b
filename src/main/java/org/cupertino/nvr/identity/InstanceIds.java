package org.cupertino.nvr.identity;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The names of instances. */
public final class InstanceIds {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private InstanceIds() {}

    /** Whether a text can be an instance id: 1 to 64 letters, digits, dots, dashes, underscores. */
    public static boolean isValid(String id) {
        return id != null && GRAMMAR.matcher(id).matches();
    }

    /** {@code processor-} and eight random hex digits. */
    public static String random() {
        return String.format("processor-%08x", ThreadLocalRandom.current().nextInt());
    }
}
