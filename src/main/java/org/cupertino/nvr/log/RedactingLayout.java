package org.cupertino.nvr.log;

import static ch.qos.logback.core.CoreConstants.LINE_SEPARATOR;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.stream.Collectors;
import org.cupertino.nvr.secret.Redaction;

/**
 * A pattern layout whose whole line, stack trace included, has credentials masked. The message is
 * one line, and no text steers the terminal: a control character is a space. A line has at most
 * {@value Bounded#LINE} characters and the number of those that were cut.
 */
public final class RedactingLayout extends PatternLayout {
    /** Characters of an event with its stack trace. */
    private static final int EVENT = 64_000;

    public RedactingLayout() {
        for (String word : new String[] {"m", "msg", "message"}) {
            getInstanceConverterMap().put(word, OneLineMessage::new);
        }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = super.doLayout(event);
        String end =
                text.length() <= EVENT ? "" : Bounded.note(text.length() - EVENT) + LINE_SEPARATOR;
        return Harmless.lines(Redaction.mask(text, EVENT))
                .lines()
                .map(Bounded::line)
                .collect(Collectors.joining(LINE_SEPARATOR, "", LINE_SEPARATOR + end));
    }
}
