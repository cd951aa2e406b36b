package org.cupertino.nvr.demo;

import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.fleet.console.Colours;
import org.cupertino.nvr.fleet.console.Watch;
import org.cupertino.nvr.fleet.console.WatchFilter;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Prints what the processor publishes, and runs an action, once its broker is up. */
final class WatchOnceUp extends MainListenerSupport {
    private final ProcessorOptions options;
    private final WatchFilter filter;
    private final Runnable then;
    private Watch watch;

    WatchOnceUp(ProcessorOptions options, WatchFilter filter, Runnable then) {
        this.options = options;
        this.filter = filter;
        this.then = then;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        try {
            watch =
                    new Watch(
                            MqttSettings.of(options.mqtt()),
                            options.mqtt().topicPrefix(),
                            filter,
                            line -> System.out.println(Colours.ofTerminal().paint(line)));
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
        then.run();
    }

    /** Before the broker stops, which the watch would report as a failure. */
    @Override
    public void beforeStop(BaseMainSupport main) {
        close();
    }

    void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
