package org.cupertino.nvr.processor.inference.torch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a copy of a TorchScript archive whose convolutions compute in bfloat16.
 *
 * <p>An archive holds its code as text. The network's own {@code forward} becomes {@code
 * forward_fp32}, and a new one calls it inside {@code torch.autocast("cpu", torch.bfloat16)} and
 * turns the result back to floats. PyTorch's compiler knows autocast by its class name alone, so a
 * class of that name with empty methods is all that it needs.
 */
final class Bf16Archive {
    private static final String AUTOCAST = "__torch__.torch.amp.autocast_mode.autocast";
    private static final String AUTOCAST_FILE = "code/__torch__/torch/amp/autocast_mode.py";

    /** Number of torch.bfloat16 and of torch.float32 among PyTorch's scalar types. */
    private static final int BFLOAT16 = 15;

    private static final int FLOAT32 = 6;

    /** Bytes of the pickle that its class is looked for in. */
    private static final int LONGEST_CLASS = 4096;

    /** The pickle of the network starts with its class: protocol 2, GLOBAL, module, name. */
    private static final Pattern NETWORK_CLASS = Pattern.compile("^\\x80\\x02c([\\w.]+)\n(\\w+)\n");

    private final String classText;
    private final String classFile;

    private Bf16Archive(String classFile, String classText) {
        this.classFile = classFile;
        this.classText = classText;
    }

    /**
     * @param copy is created or overwritten
     * @return false, and no copy, if the network's code has another form than exports have
     */
    static boolean write(TorchArchive archive, Path copy) throws IOException {
        Optional<Bf16Archive> rewritten = of(archive);
        if (rewritten.isPresent()) {
            rewritten.get().copy(archive, copy);
        }
        return rewritten.isPresent();
    }

    private static Optional<Bf16Archive> of(TorchArchive archive) throws IOException {
        for (ZipEntry entry : archive.entries()) {
            if (TorchArchive.inside(entry).equals("data.pkl")) {
                String pickle =
                        new String(
                                archive.beginning(entry, LONGEST_CLASS),
                                StandardCharsets.ISO_8859_1);
                Matcher matcher = NETWORK_CLASS.matcher(pickle);
                if (matcher.find()) {
                    String module = matcher.group(1);
                    String file = "code/" + module.replace('.', '/') + ".py";
                    String name = matcher.group(2);
                    return archive.text(file)
                            .flatMap(text -> rewrite(text, module, name))
                            .map(text -> new Bf16Archive(file, text));
                }
            }
        }
        return Optional.empty();
    }

    /** The code of a module with the class's forward wrapped, if it has the form of an export. */
    static Optional<String> rewrite(String code, String module, String name) {
        Matcher type = Pattern.compile("(?m)^class " + name + "\\(Module\\):\n").matcher(code);
        if (!type.find()) {
            return Optional.empty();
        }
        Matcher after = Pattern.compile("(?m)^\\S").matcher(code);
        int end = after.find(type.end()) ? after.start() : code.length();
        String body = code.substring(type.end(), end);
        String self = Pattern.quote(module + "." + name);
        Matcher forward =
                Pattern.compile(
                                "  def forward\\((self: "
                                        + self
                                        + ",\n    \\w+: Tensor)\\) -> Tensor:")
                        .matcher(body);
        if (!forward.find()) {
            return Optional.empty();
        }
        String wrapped =
                body.substring(0, forward.start())
                        + forward.group().replaceFirst("forward", "forward_fp32")
                        + body.substring(forward.end()).stripTrailing()
                        + "\n"
                        + wrapper(module + "." + name);
        return Optional.of(code.substring(0, type.end()) + wrapped + code.substring(end));
    }

    private static String wrapper(String self) {
        return """
              def forward(self: %1$s,
                x: Tensor) -> Tensor:
                _c = %2$s.__new__(%2$s)
                _i = (_c).__init__("cpu", %3$d, True, None, )
                with _c:
                  y = (self).forward_fp32(x, )
                return torch.to(y, %4$d)
            """
                .formatted(self, AUTOCAST, BFLOAT16, FLOAT32);
    }

    private static String autocastClass() {
        return """
            class autocast:
              _enabled : bool
              device : str
              fast_dtype : int
              def __enter__(self: %1$s) -> %1$s:
                return self
              def __exit__(self: %1$s,
                exc_type: Any,
                exc_val: Any,
                exc_tb: Any) -> NoneType:
                return None
              def __init__(self: %1$s,
                device_type: str,
                dtype: int,
                enabled: bool=True,
                cache_enabled: Optional[bool]=None) -> NoneType:
                self._enabled = enabled
                self.device = device_type
                self.fast_dtype = dtype
                return None
            """
                .formatted(AUTOCAST);
    }

    private void copy(TorchArchive archive, Path copy) throws IOException {
        boolean hasAutocast = archive.text(AUTOCAST_FILE).isPresent();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            String root = null;
            for (ZipEntry entry : archive.entries()) {
                String inside = TorchArchive.inside(entry);
                root = entry.getName().substring(0, entry.getName().length() - inside.length());
                if (inside.equals(classFile)) {
                    store(zip, entry.getName(), classText.getBytes(StandardCharsets.UTF_8));
                } else if (!inside.equals(classFile + ".debug_pkl")) {
                    begin(zip, entry.getName(), entry.getSize(), entry.getCrc());
                    archive.copy(entry, zip);
                    zip.closeEntry();
                }
            }
            if (!hasAutocast) {
                byte[] text = autocastClass().getBytes(StandardCharsets.UTF_8);
                store(zip, root + AUTOCAST_FILE, text);
            }
        }
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        begin(zip, name, bytes.length, sum.getValue());
        zip.write(bytes);
        zip.closeEntry();
    }

    /** PyTorch reads weights uncompressed only. */
    private static void begin(ZipOutputStream zip, String name, long size, long crc)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCrc(crc);
        zip.putNextEntry(entry);
    }
}
