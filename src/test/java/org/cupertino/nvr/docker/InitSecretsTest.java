package org.cupertino.nvr.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitSecretsTest {
    @TempDir Path folder;

    @Test
    void folder_that_others_could_read_is_closed_and_what_is_in_it_is_kept() throws IOException {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(secrets.resolve("mqtt_viewer"), "chosen");

        Shell.run("docker/init-secrets", secrets.toString());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        assertThat(secrets.resolve("mqtt_viewer")).hasContent("chosen");
        assertThat(Files.readString(secrets.resolve("mqtt_caller")).strip()).hasSize(32);
    }
}
