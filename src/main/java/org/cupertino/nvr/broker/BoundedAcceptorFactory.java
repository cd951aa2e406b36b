package org.cupertino.nvr.broker;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/**
 * An acceptor that refuses a packet by the length it announces. Artemis' own limit holds for MQTT 5
 * alone, and only when the whole packet, of up to 256 MiB, is in memory.
 */
@SuppressWarnings("rawtypes")
public final class BoundedAcceptorFactory extends NettyAcceptorFactory {
    /** Bytes of a packet without its first few, which hold the length. */
    static final int MAX_PACKET_BYTES = 1 << 20;

    @Override
    public Acceptor createAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> settings,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor threads,
            ScheduledExecutorService scheduled,
            Map<String, ProtocolManager> protocols,
            String threadPrefix,
            MetricsManager metrics) {
        Map<String, ProtocolManager> bounded = new HashMap<>();
        protocols.forEach((protocol, manager) -> bounded.put(protocol, bounded(manager)));
        return super.createAcceptor(
                name,
                cluster,
                settings,
                handler,
                listener,
                threads,
                scheduled,
                bounded,
                threadPrefix,
                metrics);
    }

    private static ProtocolManager<?, ?> bounded(ProtocolManager<?, ?> manager) {
        return (ProtocolManager<?, ?>)
                Proxy.newProxyInstance(
                        BoundedAcceptorFactory.class.getClassLoader(),
                        new Class<?>[] {ProtocolManager.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(manager, arguments);
                                if (method.getName().equals("addChannelHandlers")) {
                                    bound((ChannelPipeline) arguments[0]);
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static void bound(ChannelPipeline pipeline) {
        pipeline.replace(MqttDecoder.class, "mqtt-decoder", new MqttDecoder(MAX_PACKET_BYTES));
    }
}
