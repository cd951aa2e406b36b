package org.cupertino.nvr.mqtt;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * When a ping is due, by a clock that nobody sets. Paho's own timer goes by the clock on the wall:
 * set back by an hour it would send none for an hour, and the broker would cut the connection.
 */
final class SteadyPings implements MqttPingSender {
    private ClientComms comms;
    private ScheduledThreadPoolExecutor timer;

    /** A client that pings by it. */
    static MqttAsyncClient client(String url, String id) throws MqttException {
        return new MqttAsyncClient(url, id, new MemoryPersistence(), new SteadyPings(), null);
    }

    @Override
    public synchronized void init(ClientComms aComms) {
        comms = aComms;
    }

    @Override
    public synchronized void start() {
        stop();
        String name = "MQTT Ping: " + comms.getClient().getClientId();
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
        schedule(comms.getKeepAlive());
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized void schedule(long delayInMilliseconds) {
        if (timer != null) {
            Runnable check = comms::checkForActivity;
            timer.schedule(check, delayInMilliseconds, TimeUnit.MILLISECONDS);
        }
    }
}
