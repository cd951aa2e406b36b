package org.cupertino.nvr.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a class logs during a test, from level info on. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public LogLines(Class<?> of) {
        logger = (Logger) LoggerFactory.getLogger(of);
    }

    public List<ILoggingEvent> list() {
        return lines.list;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        // Another test may have made the log quiet.
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }
}
