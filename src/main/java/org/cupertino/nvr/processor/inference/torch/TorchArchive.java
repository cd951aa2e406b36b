package org.cupertino.nvr.processor.inference.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cupertino.nvr.processor.inference.ExportInfo;
import org.cupertino.nvr.processor.inference.ModelException;

/**
 * A TorchScript archive as the zip file it is: one root folder with {@code code/}, {@code data.pkl}
 * and, from Ultralytics, {@code extra/config.txt}. Needs no PyTorch.
 */
final class TorchArchive implements AutoCloseable {
    private static final int LARGEST_TEXT = 4 << 20;

    private final String file;
    private final ZipFile zip;
    private final List<? extends ZipEntry> entries;

    private TorchArchive(String file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        entries = Collections.list(zip.entries());
    }

    /**
     * @throws ModelException if it is missing or no TorchScript archive
     */
    static TorchArchive open(Path path) throws ModelException {
        String file = path.getFileName().toString();
        if (!Files.isRegularFile(path)) {
            throw ModelException.failed("The file " + file + " is not in the models folder");
        }
        try {
            TorchArchive archive = new TorchArchive(file, new ZipFile(path.toFile()));
            if (archive.entries.stream().noneMatch(e -> inside(e).startsWith("code/"))) {
                archive.close();
                throw ModelException.failed(
                        file + " is not TorchScript: export it with format=torchscript");
            }
            return archive;
        } catch (IOException e) {
            throw ModelException.failed(file + " is damaged or not TorchScript", e);
        }
    }

    /** The name of an entry without the root folder. */
    static String inside(ZipEntry entry) {
        return entry.getName().substring(entry.getName().indexOf('/') + 1);
    }

    List<? extends ZipEntry> entries() {
        return entries;
    }

    /** Text of the entry of that name below the root folder, if there is one. */
    Optional<String> text(String inside) throws IOException {
        for (ZipEntry entry : entries) {
            if (inside(entry).equals(inside)) {
                return Optional.of(text(entry));
            }
        }
        return Optional.empty();
    }

    /** A few bytes of an archive may unpack to more than the heap. */
    private String text(ZipEntry entry) throws IOException {
        byte[] text = beginning(entry, LARGEST_TEXT + 1);
        if (text.length > LARGEST_TEXT) {
            throw new ZipException(inside(entry) + " has more than 4 MiB");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The first bytes of an entry, at most so many. */
    byte[] beginning(ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(most);
        }
    }

    void copy(ZipEntry entry, OutputStream out) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(out);
        }
    }

    /** What the export tool wrote about the network. */
    ExportInfo info() throws ModelException {
        try {
            Optional<String> config = text("extra/config.txt");
            return config.isPresent() ? ExportInfo.parse(file, config.get()) : ExportInfo.UNKNOWN;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * Compares every entry with its checksum, as neither PyTorch nor {@link ZipFile} does: a
     * network with flipped bits loads and runs, and sees wrongly.
     */
    void verify() throws ModelException {
        for (ZipEntry entry : entries) {
            CRC32 sum = new CRC32();
            try {
                copy(entry, new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
            } catch (IOException e) {
                throw damaged(e);
            }
            if (sum.getValue() != entry.getCrc()) {
                throw damaged(null);
            }
        }
    }

    private ModelException damaged(IOException cause) {
        String why =
                cause instanceof ZipException
                        ? cause.getMessage()
                        : "its contents do not match their checksums";
        return ModelException.failed(file + " is damaged: " + why, cause);
    }

    @Override
    public void close() throws ModelException {
        try {
            zip.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }
}
