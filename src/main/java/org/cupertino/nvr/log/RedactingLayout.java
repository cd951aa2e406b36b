package org.cupertino.nvr.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.cupertino.nvr.secret.Redaction;

/** A pattern layout whose whole line, stack trace included, has credentials masked. */
public final class RedactingLayout extends PatternLayout {
    @Override
    public String doLayout(ILoggingEvent event) {
        return Redaction.mask(super.doLayout(event));
    }
}
