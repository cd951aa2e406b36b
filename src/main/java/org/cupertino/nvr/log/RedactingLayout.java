package org.cupertino.nvr.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.cupertino.nvr.secret.Redaction;

/**
 * A pattern layout whose whole line, stack trace included, has credentials masked. The message is
 * one line, and no text steers the terminal: a control character is a space.
 */
public final class RedactingLayout extends PatternLayout {
    public RedactingLayout() {
        for (String word : new String[] {"m", "msg", "message"}) {
            getInstanceConverterMap().put(word, OneLineMessage::new);
        }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return Harmless.lines(Redaction.mask(super.doLayout(event)));
    }
}
