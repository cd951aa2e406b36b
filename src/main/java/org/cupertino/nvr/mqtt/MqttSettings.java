package org.cupertino.nvr.mqtt;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.cupertino.nvr.config.ConfigException;
import org.cupertino.nvr.config.MqttOptions;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * How to reach the broker.
 *
 * @param url {@code tcp://}, {@code ssl://}, {@code ws://} or {@code wss://} host and port
 * @param user or null
 * @param password asked for at each connect, as it may change meanwhile; or null
 * @param caFile PEM certificates that the broker's must come from, or null for the JDK's own list
 * @param certFile PEM certificate of this client, or null
 * @param keyFile PEM key (PKCS#8) of this client, or null
 */
public record MqttSettings(
        String url,
        String user,
        Supplier<String> password,
        Path caFile,
        Path certFile,
        Path keyFile) {

    /** Seconds; a hung broker is noticed after at most two of these. */
    private static final int KEEP_ALIVE_S = 10;

    private static final int CONNECT_TIMEOUT_S = 5;

    /**
     * Bytes of the largest packet the broker may hand over, it drops what is larger: the client
     * makes room for a whole packet before it reads it. The status of a thousand cameras fits.
     */
    private static final long LARGEST_PACKET = 1L << 20;

    /**
     * What the options of the program say.
     *
     * @throws ConfigException if the certificates or the key cannot be used
     */
    public static MqttSettings of(MqttOptions options) {
        MqttSettings settings =
                new MqttSettings(
                        options.mqttUrl(),
                        options.mqttUser().orElse(null),
                        () -> options.mqttPassword().orElse(null),
                        options.mqttCa().orElse(null),
                        options.mqttCert().orElse(null),
                        options.mqttKey().orElse(null));
        if (settings.usesOwnTls()) {
            try {
                settings.sslContext();
            } catch (IllegalArgumentException e) {
                throw new ConfigException(e.getMessage());
            }
        }
        return settings;
    }

    private boolean usesOwnTls() {
        return caFile != null || certFile != null;
    }

    /**
     * @throws IllegalArgumentException if a certificate or key cannot be read
     */
    MqttConnectionOptions connectionOptions() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        // Paho's own reconnect has no jitter, no say over the will, and stops at a refused first
        // try.
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setConnectionTimeout(CONNECT_TIMEOUT_S);
        options.setMaximumPacketSize(LARGEST_PACKET);
        if (user != null) {
            options.setUserName(user);
        }
        String word = password == null ? null : password.get();
        if (word != null) {
            options.setPassword(word.getBytes(StandardCharsets.UTF_8));
        }
        if (usesOwnTls()) {
            options.setSocketFactory(sslContext().context().getSocketFactory());
        }
        return options;
    }

    private JdkSslContext sslContext() {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(caFile == null ? null : caFile.toFile());
            if (certFile != null) {
                builder.keyManager(certFile.toFile(), keyFile.toFile());
            }
            return (JdkSslContext) builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Cannot use the certificates for "
                            + url
                            + ": "
                            + e.getMessage()
                            + (keyFile == null ? "" : PemKey.remedy(keyFile)),
                    e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + (user == null ? "" : " as " + user);
    }
}
