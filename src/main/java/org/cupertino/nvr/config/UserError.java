package org.cupertino.nvr.config;

/** A failure whose message is one sentence for a person, without secrets. */
public interface UserError {
    String getMessage();

    /** Whether an option or a setting has to be corrected, as opposed to something else. */
    default boolean isWrongUsage() {
        return false;
    }

    /** The failure for a person that an exception is, or that caused it; else the exception. */
    static Exception in(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UserError && t instanceof Exception found) {
                return found;
            }
        }
        return e;
    }
}
