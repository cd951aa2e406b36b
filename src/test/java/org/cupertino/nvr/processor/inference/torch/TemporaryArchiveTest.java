package org.cupertino.nvr.processor.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryArchiveTest {
    @TempDir Path folder;

    @Test
    void is_gone_when_closed() throws Exception {
        try (TemporaryArchive archive = TemporaryArchive.in(folder)) {
            assertThat(archive.path()).exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_a_killed_process_left_behind_is_removed_and_nothing_else() throws Exception {
        Path killed = file("cupertino-nvr-123.torchscript", Duration.ofHours(2));
        Path loading = file("cupertino-nvr-456.torchscript", Duration.ofMinutes(10));
        Path foreign = file("other.torchscript", Duration.ofHours(2));

        TemporaryArchive.in(folder).close();

        assertThat(killed).doesNotExist();
        assertThat(loading).exists();
        assertThat(foreign).exists();
    }

    @Test
    void file_that_another_process_removes_meanwhile_stops_nobody() throws Exception {
        Path gone = folder.resolve("cupertino-nvr-123.torchscript");
        Files.createSymbolicLink(gone, folder.resolve("nothing"));
        try (TemporaryArchive archive = TemporaryArchive.in(folder)) {
            assertThat(archive.path()).exists();
        }
    }

    private Path file(String name, Duration age) throws Exception {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
