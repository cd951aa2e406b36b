package org.cupertino.nvr.processor.inference.torch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cupertino.nvr.processor.inference.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchArchiveTest {
    @TempDir Path folder;

    @Test
    void intact_archive_passes() throws Exception {
        Path file = folder.resolve("net.torchscript");
        TestArchive.of(TestArchive.CONFIG).write(file);
        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThatCode(archive::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void one_flipped_bit_is_found() throws Exception {
        Path file = folder.resolve("net.torchscript");
        TestArchive.of(TestArchive.CONFIG).with("data/0", "weights").write(file);
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("weights");
        bytes[at] ^= 1;
        Files.write(file, bytes);
        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThatThrownBy(archive::verify)
                    .isInstanceOf(ModelException.class)
                    .hasMessage(
                            "net.torchscript is damaged: its contents do not match their checksums");
        }
    }

    @Test
    void text_that_would_fill_the_heap_is_refused() throws Exception {
        Path file = folder.resolve("net.torchscript");
        TestArchive.of(" ".repeat(5 << 20)).write(file);
        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThatThrownBy(archive::info)
                    .isInstanceOf(ModelException.class)
                    .hasMessage("net.torchscript is damaged: extra/config.txt has more than 4 MiB");
        }
    }
}
