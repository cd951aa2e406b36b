package org.cupertino.nvr.processor.inference.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small zip files of the form of a TorchScript archive, without a network inside. */
public final class TestArchive {
    public static final String CONFIG =
            """
            {"imgsz": [416, 416], "stride": 32, "task": "detect", "channels": 3, "batch": 1,
             "names": {"0": "person", "1": "bicycle"}, "args": {"dynamic": true}}""";

    static final String PICKLE = "\u0080\u0002c__torch__\nNet\nq";

    private final Map<String, String> entries = new LinkedHashMap<>();

    public TestArchive() {
        with("code/__torch__.py", "class Net(Module):\n");
        with("data.pkl", PICKLE);
    }

    public TestArchive with(String name, String text) {
        entries.put("net/" + name, text);
        return this;
    }

    public TestArchive without(String name) {
        entries.remove("net/" + name);
        return this;
    }

    /** With the given config.txt. */
    public static TestArchive of(String config) {
        return new TestArchive().with("extra/config.txt", config);
    }

    /**
     * A network that works, of the end-to-end layout: in any picture of 64x64 it sees one thing, of
     * the second of its two classes.
     */
    public static TestArchive endToEnd() {
        return of("""
                        {"imgsz": [64, 64], "stride": 32, "task": "detect", "channels": 3,
                         "batch": 1, "names": {"0": "crate", "1": "barrel"}, "args": {}}""")
                .with(
                        "code/__torch__.py",
                        """
                        class Net(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          def forward(self: __torch__.Net,
                            x: Tensor) -> Tensor:
                            return torch.tensor([[[8., 16., 40., 48., 0.75, 1.], [0., 0., 0., 0., 0., 0.]]])
                        """)
                .with(
                        "data.pkl",
                        "\u0080\u0002c__torch__\nNet\n)\u0081}X\u0008\0\0\0training\u0089sb.")
                .with("constants.pkl", "\u0080\u0002).")
                .with("version", "3\n");
    }

    public void write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> each : entries.entrySet()) {
                byte[] bytes = each.getValue().getBytes(StandardCharsets.ISO_8859_1);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
    }
}
