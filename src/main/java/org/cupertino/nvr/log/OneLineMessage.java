package org.cupertino.nvr.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of a line: masked, bounded and in one line whatever its arguments hold. */
public final class OneLineMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return Harmless.line(Bounded.masked(super.convert(event)));
    }
}
