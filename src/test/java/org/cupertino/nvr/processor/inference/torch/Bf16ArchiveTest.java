package org.cupertino.nvr.processor.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bf16ArchiveTest {
    private static final String CODE =
            """
            class Part(Module):
              def forward(self: __torch__.Part,
                x: Tensor) -> Tensor:
                return x
            class Net(Module):
              training : bool
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                return x
            class Other(Module):
              training : bool
            """;

    @TempDir Path folder;

    @Test
    void forward_of_the_network_alone_is_wrapped() {
        assertThat(Bf16Archive.rewrite(CODE, "__torch__", "Net"))
                .contains(
                        """
                        class Part(Module):
                          def forward(self: __torch__.Part,
                            x: Tensor) -> Tensor:
                            return x
                        class Net(Module):
                          training : bool
                          def forward_fp32(self: __torch__.Net,
                            x: Tensor) -> Tensor:
                            return x
                          def forward(self: __torch__.Net,
                            x: Tensor) -> Tensor:
                            _c = @.__new__(@)
                            _i = (_c).__init__("cpu", 15, True, None, )
                            with _c:
                              y = (self).forward_fp32(x, )
                            return torch.to(y, 6)
                        class Other(Module):
                          training : bool
                        """
                                .replace("@", "__torch__.torch.amp.autocast_mode.autocast"));
    }

    @Test
    void network_that_gives_more_than_a_tensor_is_left_alone() {
        String code = CODE.replace("-> Tensor", "-> Tuple[Tensor, Tensor]");
        assertThat(Bf16Archive.rewrite(code, "__torch__", "Net")).isEmpty();
    }

    @Test
    void unknown_class_is_left_alone() {
        assertThat(Bf16Archive.rewrite(CODE, "__torch__", "Ne")).isEmpty();
    }

    @Test
    void copy_differs_in_the_code_only() throws Exception {
        Path original = folder.resolve("net.torchscript");
        Path copy = folder.resolve("copy.torchscript");
        TestArchive.of(TestArchive.CONFIG)
                .with("code/__torch__.py", CODE)
                .with("code/__torch__.py.debug_pkl", "line numbers")
                .with("data/0", "weights")
                .write(original);
        try (TorchArchive archive = TorchArchive.open(original)) {
            assertThat(Bf16Archive.write(archive, copy)).isTrue();
        }
        try (TorchArchive archive = TorchArchive.open(copy)) {
            archive.verify();
            assertThat(archive.entries())
                    .extracting(TorchArchive::inside)
                    .containsExactlyInAnyOrder(
                            "code/__torch__.py",
                            "code/__torch__/torch/amp/autocast_mode.py",
                            "data.pkl",
                            "extra/config.txt",
                            "data/0");
            assertThat(archive.text("code/__torch__.py").orElseThrow()).contains("forward_fp32");
            assertThat(archive.text("data/0")).contains("weights");
        }
    }

    @Test
    void entry_that_unpacks_to_more_than_the_heap_is_never_in_it() throws Exception {
        int unpacked = 64 << 20;
        Path original = folder.resolve("net.torchscript");
        Path copy = folder.resolve("copy.torchscript");
        TestArchive.of(TestArchive.CONFIG)
                .with("code/__torch__.py", CODE)
                .with("data.pkl", TestArchive.PICKLE + "\0".repeat(unpacked))
                .write(original);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TorchArchive archive = TorchArchive.open(original)) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(Bf16Archive.write(archive, copy)).isTrue();
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(unpacked / 4);
        }
        assertThat(copy.toFile().length()).isGreaterThan(unpacked);
    }

    @Test
    void no_copy_of_a_network_of_another_form() throws Exception {
        Path original = folder.resolve("net.torchscript");
        Path copy = folder.resolve("copy.torchscript");
        TestArchive.of(TestArchive.CONFIG).write(original);
        try (TorchArchive archive = TorchArchive.open(original)) {
            assertThat(Bf16Archive.write(archive, copy)).isFalse();
        }
        assertThat(Files.exists(copy)).isFalse();
    }
}
