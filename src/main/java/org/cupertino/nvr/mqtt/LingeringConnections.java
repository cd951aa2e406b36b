package org.cupertino.nvr.mqtt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.internal.SSLNetworkModuleFactory;
import org.eclipse.paho.mqttv5.client.internal.TCPNetworkModuleFactory;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;
import org.eclipse.paho.mqttv5.client.websocket.WebSocketNetworkModuleFactory;
import org.eclipse.paho.mqttv5.client.websocket.WebSocketSecureNetworkModuleFactory;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Paho's connections, whose end shows a second after their begin at the earliest. Its connecting
 * thread looks each 100 ms whether its receiver runs, and waits for that until the process ends if
 * the receiver has ended in between: one thread stays behind for each connection that is cut at
 * once. Paho finds this class by {@code META-INF/services}, before its own, whose it hands out.
 */
public final class LingeringConnections implements NetworkModuleFactory {
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final List<NetworkModuleFactory> all =
            List.of(
                    new TCPNetworkModuleFactory(),
                    new SSLNetworkModuleFactory(),
                    new WebSocketNetworkModuleFactory(),
                    new WebSocketSecureNetworkModuleFactory());

    @Override
    public Set<String> getSupportedUriSchemes() {
        return all.stream()
                .flatMap(factory -> factory.getSupportedUriSchemes().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void validateURI(URI broker) {
        factory(broker).validateURI(broker);
    }

    @Override
    public NetworkModule createNetworkModule(
            URI broker, MqttConnectionOptions options, String clientId) throws MqttException {
        return new Lingering(factory(broker).createNetworkModule(broker, options, clientId));
    }

    private NetworkModuleFactory factory(URI broker) {
        String scheme = broker.getScheme().toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(factory -> factory.getSupportedUriSchemes().contains(scheme))
                .findFirst()
                .orElseThrow();
    }

    private static final class Lingering implements NetworkModule {
        private final NetworkModule connection;
        private long until;

        Lingering(NetworkModule connection) {
            this.connection = connection;
        }

        @Override
        public void start() throws IOException, MqttException {
            connection.start();
            until = System.nanoTime() + AT_LEAST.toNanos();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(connection.getInputStream()) {
                @Override
                public int read() throws IOException {
                    return lingering(in::read);
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return lingering(() -> in.read(bytes, offset, length));
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return connection.getOutputStream();
        }

        @Override
        public void stop() throws IOException {
            connection.stop();
        }

        @Override
        public String getServerURI() {
            return connection.getServerURI();
        }

        private int lingering(Read read) throws IOException {
            try {
                int count = read.run();
                if (count < 0) {
                    linger();
                }
                return count;
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                linger();
                throw e;
            }
        }

        private void linger() {
            try {
                TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Negative at the end. */
    private interface Read {
        int run() throws IOException;
    }
}
