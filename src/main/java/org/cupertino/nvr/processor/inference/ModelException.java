package org.cupertino.nvr.processor.inference;

import org.cupertino.nvr.config.UserError;

/**
 * A model cannot be used. The message is one sentence for a person, fit for an acknowledgement: it
 * names no class and quotes no text that came over the wire unchecked.
 */
public final class ModelException extends Exception implements UserError {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean ofMachine;

    private ModelException(String code, String message, boolean ofMachine, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.ofMachine = ofMachine;
    }

    static ModelException unknown(String message) {
        return new ModelException("unknown_model", message, false, null);
    }

    public static ModelException failed(String message) {
        return failed(message, null);
    }

    public static ModelException failed(String message, Throwable cause) {
        return new ModelException("model_load_failed", message, false, cause);
    }

    /** No model works on this machine as it is, so that another one would not help. */
    public static ModelException ofMachine(String message, Throwable cause) {
        return new ModelException("model_load_failed", message, true, cause);
    }

    /** Whether it is the machine that has to change, not the model. */
    public boolean isOfMachine() {
        return ofMachine;
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
