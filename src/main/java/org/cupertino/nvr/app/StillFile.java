package org.cupertino.nvr.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.processor.frame.Letterbox;

/** Writes one picture of a camera, where one is asked for. */
public final class StillFile {
    private static final int SPARE_BYTES = 64;

    private final Optional<Path> folder;
    private final int sourceId;
    private String problem;

    StillFile(Optional<Path> folder, int sourceId) {
        this.folder = folder;
        this.sourceId = sourceId;
    }

    void write(Frame frame) {
        if (folder.isEmpty()) {
            return;
        }
        Path file = folder.get().resolve("camera-" + sourceId + ".jpg");
        try {
            Files.createDirectories(folder.get());
            write(frame, file);
        } catch (IOException e) {
            problem = e.getMessage();
        }
    }

    /**
     * Writes a frame as JPEG.
     *
     * @throws IOException if that is not possible
     */
    public static void write(Frame frame, Path file) throws IOException {
        if (!ImageIO.write(image(frame), "jpg", file.toFile())) {
            throw new IOException("this Java cannot write JPEG");
        }
    }

    /** Why the picture could not be written. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private static BufferedImage image(Frame frame) {
        int width = frame.width();
        int height = frame.height();
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * width * height + SPARE_BYTES);
        frame.letterbox(Letterbox.fit(width, height, width, height), rgb);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                int red = rgb.get(at) & 0xff;
                int green = rgb.get(at + 1) & 0xff;
                image.setRGB(x, y, red << 16 | green << 8 | rgb.get(at + 2) & 0xff);
            }
        }
        return image;
    }
}
