package org.cupertino.nvr.config;

import java.util.regex.Pattern;

/** The names of models. */
public final class ModelIds {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private ModelIds() {}

    /** Whether a text can be the id of a model: no path, 64 characters at most. */
    public static boolean isValid(String id) {
        return id != null && GRAMMAR.matcher(id).matches();
    }
}
