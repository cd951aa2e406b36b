package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemKeyTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY, is an RSA key in PKCS#1",
        "EC PRIVATE KEY, is an EC key in SEC1",
        "ENCRYPTED PRIVATE KEY, is an encrypted key"
    })
    void key_of_a_wrong_kind_is_refused_with_the_remedy(String header, String kind)
            throws Exception {
        Path cert = Files.writeString(folder.resolve("a.crt"), pem("CERTIFICATE"));
        Path key = Files.writeString(folder.resolve("a.key"), pem(header));
        MqttSettings settings = new MqttSettings("ssl://h:1", null, null, null, cert, key);
        assertThatThrownBy(settings::connectionOptions)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + " " + kind)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + key + " -out key.pem");
    }

    private static String pem(String header) {
        return "-----BEGIN %s-----\nAAAA\n-----END %s-----\n".formatted(header, header);
    }
}
