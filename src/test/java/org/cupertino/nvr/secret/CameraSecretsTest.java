package org.cupertino.nvr.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraSecretsTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("s"), "room2=p@ss/w\u00f6rd%\nuser=admin\n");
    }

    @Test
    void secrets_are_encoded_as_an_address_needs_them() {
        String filled = CameraSecrets.fill("rtsp://${secret:user}:${secret:room2}@cam/1", file);
        assertThat(filled).isEqualTo("rtsp://admin:p%40ss%2Fw%C3%B6rd%25@cam/1");
        assertThat(CameraAddress.of(filled).host()).isEqualTo("cam");
    }

    @Test
    void file_is_read_each_time() throws Exception {
        Files.writeString(file, "room2=new");
        assertThat(CameraSecrets.fill("x${secret:room2}", file)).isEqualTo("xnew");
    }

    @Test
    void address_without_secrets_needs_no_file() {
        assertThat(CameraSecrets.fill("rtsp://u:$x@cam/1", null)).isEqualTo("rtsp://u:$x@cam/1");
    }

    @ParameterizedTest
    @CsvSource({
        "${secret:room3}, the secret room3 is not in the file of --camera-secrets",
        "${secret:}, the address names a secret that is not written ${secret:name}",
        "${secret:../x}, the address names a secret that is not written ${secret:name}"
    })
    void what_is_missing_is_named_without_a_secret(String address, String reason) {
        assertThatThrownBy(() -> CameraSecrets.fill(address, file)).hasMessage(reason);
    }

    @Test
    void missing_file_is_named() {
        assertThatThrownBy(() -> CameraSecrets.fill("${secret:room2}", null))
                .hasMessage("the address names a secret, but there is no --camera-secrets");
        assertThatThrownBy(() -> CameraSecrets.fill("${secret:room2}", folder.resolve("none")))
                .hasMessage("the file of --camera-secrets cannot be read");
    }

    @Test
    void address_with_secrets_is_valid_and_masked() {
        CameraAddress address = CameraAddress.of("rtsp://u:${secret:room2}@cam/1");
        assertThat(address.host()).isEqualTo("cam");
        assertThat(address.masked()).isEqualTo("rtsp://***@cam/1");
    }
}
