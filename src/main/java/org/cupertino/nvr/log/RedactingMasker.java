package org.cupertino.nvr.log;

import com.fasterxml.jackson.core.JsonStreamContext;
import net.logstash.logback.mask.ValueMasker;
import org.cupertino.nvr.secret.Redaction;

/** Masks credentials in every text value of a JSON log line. */
public final class RedactingMasker implements ValueMasker {
    @Override
    public Object mask(JsonStreamContext context, Object value) {
        if (!(value instanceof CharSequence text)) {
            return null;
        }
        String masked = Redaction.mask(text.toString());
        // With null the encoder writes the value unchanged.
        return masked.contentEquals(text) ? null : masked;
    }
}
