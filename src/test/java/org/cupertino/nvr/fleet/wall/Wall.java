package org.cupertino.nvr.fleet.wall;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cupertino.nvr.config.MqttOptions;
import org.cupertino.nvr.config.WallOptions;
import org.cupertino.nvr.fleet.Fleet;
import org.cupertino.nvr.mqtt.MqttSettings;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A wall's server on this machine whose broker nobody connects to. */
final class Wall implements AutoCloseable {
    final House house = new House();
    final Pages pages = new Pages(house);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final Fleet fleet;
    private final WallServer server;

    /**
     * @param settings by key, such as {@code nvr.wall-host}
     */
    Wall(Map<String, String> settings) throws MqttException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("nvr.wall-port", "0");
        WallOptions options = WallOptions.from(all::get);
        MqttOptions mqtt = options.mqtt();
        fleet = new Fleet("fleet", MqttSettings.of(mqtt), "nvr");
        Orders orders = new Orders(fleet, threads, (visitor, update) -> {});
        server =
                new WallServer(
                        options,
                        house,
                        pages,
                        new Answering(
                                house,
                                pages,
                                orders,
                                new RoomOrders(MqttSettings.of(mqtt), "nvr", house, orders)));
    }

    int port() {
        return server.port();
    }

    /** The whole answer to a POST of JSON, with these lines as headers besides. */
    String post(String path, String body, String... headers) throws IOException {
        String all = String.join("\r\n", headers);
        String type = all.contains("Content-Type:") ? "" : "\r\nContent-Type: application/json";
        return ask(
                "POST " + path,
                all + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** The whole answer to a GET, with these lines as headers besides. */
    String get(String path, String... headers) throws IOException {
        return ask("GET " + path, String.join("\r\n", headers) + "\r\n\r\n");
    }

    private String ask(String line, String rest) throws IOException {
        String host = rest.startsWith("Host:") ? "" : "Host: 127.0.0.1:" + port() + "\r\n";
        String request =
                line
                        + " HTTP/1.1\r\n"
                        + host
                        + "Connection: close\r\n"
                        + rest.replaceFirst("^\r\n(?!\r\n)", "");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The header that the page's own requests have. */
    String origin() {
        return "Origin: http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
        fleet.close();
    }
}
