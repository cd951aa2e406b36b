package org.cupertino.nvr.processor.inference;

import org.cupertino.nvr.config.UserError;

/**
 * A model cannot be used. The message is one sentence for a person, fit for an acknowledgement: it
 * names no class and quotes no text that came over the wire unchecked.
 */
public final class ModelException extends Exception implements UserError {
    private static final long serialVersionUID = 1L;

    private final String code;

    private ModelException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static ModelException unknown(String message) {
        return new ModelException("unknown_model", message, null);
    }

    public static ModelException failed(String message) {
        return failed(message, null);
    }

    public static ModelException failed(String message, Throwable cause) {
        return new ModelException("model_load_failed", message, cause);
    }

    /** {@code unknown_model} or {@code model_load_failed}, the codes of an acknowledgement. */
    public String code() {
        return code;
    }

    /** A model that does not exist is a wrong option; one that does not work is not. */
    @Override
    public boolean isWrongUsage() {
        return code.equals("unknown_model");
    }
}
