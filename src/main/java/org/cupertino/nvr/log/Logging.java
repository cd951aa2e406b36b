package org.cupertino.nvr.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import org.cupertino.nvr.config.LoggingOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up: to the standard error stream, as text or JSON, credentials masked. */
public final class Logging {
    private static final String OURS = "org.cupertino.nvr";
    private static final String CAMEL = "org.apache.camel";
    private static final String INSTANCE_ID = "instance_id";

    private Logging() {}

    /**
     * Applies the options. A file named by {@code -Dlogback.configurationFile} takes precedence.
     */
    public static void start(LoggingOptions options) {
        LoggerContext context = context();
        if (System.getProperty("logback.configurationFile") == null) {
            load(context, options.jsonLogs() ? "/logback-json.xml" : "/logback.xml");
            Level level = Level.toLevel(options.logLevel().name());
            context.getLogger(OURS).setLevel(level);
            context.getLogger(CAMEL)
                    .setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : Level.INFO);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Logs nothing, for a command whose output is complete by itself. */
    public static void quiet() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        context().getLogger(OURS).setLevel(Level.OFF);
    }

    /** The id that every JSON line carries from now on. */
    public static void setInstanceId(String instanceId) {
        context().putProperty(INSTANCE_ID, instanceId);
    }

    private static void load(LoggerContext context, String resource) {
        String instanceId = context.getProperty(INSTANCE_ID);
        context.reset();
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Logging.class.getResource(resource));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        if (instanceId != null) {
            context.putProperty(INSTANCE_ID, instanceId);
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
