package org.cupertino.nvr.log;

import com.fasterxml.jackson.core.JsonStreamContext;
import net.logstash.logback.mask.ValueMasker;

/** Masks credentials in every text value of a JSON log line, and bounds its length. */
public final class RedactingMasker implements ValueMasker {
    @Override
    public Object mask(JsonStreamContext context, Object value) {
        if (!(value instanceof CharSequence text)) {
            return null;
        }
        String masked = Bounded.masked(text.toString());
        // With null the encoder writes the value unchanged.
        return masked.contentEquals(text) ? null : masked;
    }
}
