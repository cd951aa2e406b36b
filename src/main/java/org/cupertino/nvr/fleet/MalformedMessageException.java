package org.cupertino.nvr.fleet;

/** A message is not as its schema says; the message is half a sentence for a person, plain text. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(Text.plain(message, Messages.LONGEST_TEXT));
    }
}
