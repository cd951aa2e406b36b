package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MosquittoImage;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class MqttTlsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    @TempDir static Path keys;
    private static Mosquitto broker;

    @BeforeAll
    static void startBroker() throws Exception {
        MosquittoImage.assumeAvailable();
        authority("ca");
        authority("other-ca");
        certificate("server", "ca", "/CN=localhost", "subjectAltName=DNS:localhost");
        certificate("client", "ca", "/CN=processor", "extendedKeyUsage=clientAuth");
        broker = new Mosquitto().tls(keys).start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void connects_with_the_right_authority_and_a_client_certificate() throws Exception {
        MqttLink link = link("ca.crt", true);
        try {
            assertThat(link.awaitUp(SOON)).isTrue();
            link.publish("a/topic", new MqttMessage(new byte[] {1}, 1, false, null));
        } finally {
            link.shutDown();
        }
    }

    @Test
    void a_broker_of_another_authority_is_not_trusted() throws Exception {
        MqttLink link = link("other-ca.crt", true);
        try {
            assertThat(link.awaitUp(LONG_ENOUGH)).isFalse();
        } finally {
            link.shutDown();
        }
    }

    @Test
    void a_broker_that_wants_a_certificate_refuses_a_client_without_one() throws Exception {
        MqttLink link = link("ca.crt", false);
        try {
            assertThat(link.awaitUp(LONG_ENOUGH)).isFalse();
        } finally {
            link.shutDown();
        }
    }

    private static MqttLink link(String authority, boolean certificate) throws Exception {
        MqttLink link =
                new MqttLink(
                        "tls",
                        new MqttSettings(
                                broker.tlsUrl(),
                                null,
                                null,
                                keys.resolve(authority),
                                certificate ? keys.resolve("client.crt") : null,
                                certificate ? keys.resolve("client.key") : null),
                        null);
        link.open();
        return link;
    }

    private static void authority(String name) throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + name,
                "-keyout " + name + ".key -out " + name + ".crt");
    }

    private static void certificate(String name, String authority, String subject, String extension)
            throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj " + subject,
                "-addext " + extension + " -CA " + authority + ".crt -CAkey " + authority + ".key",
                "-keyout " + name + ".key -out " + name + ".crt");
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(("openssl " + String.join(" ", arguments)).split(" "))
                        .directory(keys.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
