package org.cupertino.nvr.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An MQTT broker (3.1.1 and 5) in this process: without users, and therefore on 127.0.0.1 only; in
 * memory, so that retained messages and sessions end with it. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String ACCEPTOR = "mqtt";
    private static final String HOST = "127.0.0.1";

    /** What one topic, or one subscriber that does not read, may hold; more is dropped. */
    private static final long MAX_HELD_BYTES = 16L << 20;

    private static final SimpleString DROPPED = SimpleString.of("$dropped");

    private final EmbeddedActiveMQ server;
    private final int port;

    private EmbeddedBroker(EmbeddedActiveMQ server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker; returns when it accepts connections.
     *
     * @param port 1..65535, or 0 for any that is free
     * @throws IllegalStateException if the port is in use or the broker does not start; nothing is
     *     left behind
     */
    public static EmbeddedBroker start(int port) {
        requireFree(port);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ().setConfiguration(configuration(port));
        try {
            server.start();
            return new EmbeddedBroker(server, actualPort(server));
        } catch (Exception e) {
            stop(server, e);
            throw new IllegalStateException(
                    "The embedded MQTT broker does not start on " + HOST + ":" + port, e);
        }
    }

    /** The address for a client on this machine, {@code tcp://127.0.0.1:port}. */
    String url() {
        return "tcp://" + HOST + ":" + port;
    }

    /** Stops the broker and cuts its connections. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (!server.getActiveMQServer().isStarted()) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The embedded MQTT broker on " + url() + " does not stop", e);
        }
    }

    private static Configuration configuration(int port) {
        Map<String, Object> transport =
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        HOST,
                        TransportConstants.PORT_PROP_NAME,
                        port,
                        TransportConstants.PROTOCOLS_PROP_NAME,
                        "MQTT",
                        TransportConstants.REMOTING_THREADS_PROPNAME,
                        2,
                        TransportConstants.USE_EPOLL_PROP_NAME,
                        false,
                        TransportConstants.USE_KQUEUE_PROP_NAME,
                        false);
        return new ConfigurationImpl()
                .setName("cupertino-nvr-" + UUID.randomUUID())
                .setPersistenceEnabled(false)
                .setJournalType(JournalType.NIO)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                // A full disk would otherwise stop a broker that writes nothing to it.
                .setMaxDiskUsage(-1)
                .setThreadPoolMaxSize(8)
                .setScheduledThreadPoolMaxSize(2)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setMaxSizeBytes(MAX_HELD_BYTES)
                                // Without readers, so it is dropped: named only because
                                // Artemis warns twice of every new topic otherwise.
                                .setDeadLetterAddress(DROPPED)
                                .setExpiryAddress(DROPPED)
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP))
                .addAcceptorConfiguration(
                        new TransportConfiguration(
                                BoundedAcceptorFactory.class.getName(),
                                transport,
                                ACCEPTOR,
                                Map.of(
                                        "maximumPacketSize",
                                        BoundedAcceptorFactory.MAX_PACKET_BYTES)));
    }

    /** Of a port in use Artemis says only that its server did not start. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The embedded MQTT broker cannot listen on "
                            + HOST
                            + ":"
                            + port
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static int actualPort(EmbeddedActiveMQ server) {
        return ((NettyAcceptor)
                        server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR))
                .getActualPort();
    }

    private static void stop(EmbeddedActiveMQ server, Exception cause) {
        try {
            server.stop();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }
}
