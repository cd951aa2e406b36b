package org.cupertino.nvr.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.cupertino.nvr.app.WallLauncher;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.WallOptions;

/** Serves the page once the processor's broker is up, and prints where. */
final class DemoWall extends MainListenerSupport {
    private static final int PORT = 8088;

    private final MqttOptions mqtt;
    private WallLauncher wall;

    /**
     * @param mqtt of the processor
     */
    DemoWall(MqttOptions mqtt) {
        this.mqtt = mqtt;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        Map<String, String> settings =
                Map.of(
                        "nvr.mqtt-url", mqtt.mqttUrl(),
                        "nvr.http-port", "0",
                        "nvr.wall-port", Integer.toString(freePort()));
        wall = new WallLauncher(WallOptions.from(settings::get));
        Thread thread = new Thread(this::serve, "demo-wall");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void serve() {
        try {
            wall.main().start();
            System.out.printf("The wall is at http://127.0.0.1:%d/%n", wall.port());
        } catch (RuntimeException e) {
            System.out.println("There is no wall: " + e.getMessage());
        }
    }

    /** That of every wall, or 0 for any other if it is taken. */
    private static int freePort() {
        try (ServerSocket wanted = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return wanted.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Before the broker stops, which the wall would report as a failure. */
    @Override
    public synchronized void beforeStop(BaseMainSupport main) {
        if (wall != null) {
            wall.main().stop();
        }
    }
}
