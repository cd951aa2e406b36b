package org.cupertino.nvr.processor.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as cameras send them, and the ways in which they put them one after the other. */
final class Jpegs {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private Jpegs() {}

    /** Another one for each number. */
    static byte[] picture(int number) {
        return write(number, BufferedImage.TYPE_INT_RGB, false);
    }

    /** Whole pictures of all kinds that a browser shows. */
    static byte[] odd(String kind) {
        byte[] usual = picture(1);
        return switch (kind) {
            case "usual" -> usual;
            case "grey" -> write(1, BufferedImage.TYPE_BYTE_GRAY, false);
            case "progressive" -> write(1, BufferedImage.TYPE_INT_RGB, true);
            case "no Huffman tables" -> without(usual, 0xC4);
            case "no JFIF header" -> without(usual, 0xE0);
            case "no end" -> Arrays.copyOf(usual, usual.length - 2);
            case "Exif with a thumbnail" -> with(usual, 0xE1, join("Exif\0\0", picture(2)));
            case "comment with a boundary" -> with(usual, 0xFE, join("\r\n--cut\r\n\r\n", usual));
            case "fill bytes" -> join(Arrays.copyOf(usual, 2), "\u00ff\u00ff", rest(usual, 2));
            case "garbage after the end" -> join(usual, "\0\0garbage\u00ff\0\u00ff");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Pictures as the body of an answer, in one of the ways that are met. */
    static byte[] stream(String dialect, List<byte[]> pictures) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean first = true;
        for (byte[] picture : pictures) {
            String length = "Content-Length: " + picture.length + "\r\n";
            String type = "Content-Type: image/jpeg\r\n";
            body.writeBytes(
                    switch (dialect) {
                        case "usual" -> join("--cut\r\n", type, length, "\r\n", picture, "\r\n");
                        case "no length" -> join("--cut\r\n", type, "\r\n", picture, "\r\n");
                        case "length too short" ->
                                join(
                                        "--cut\r\n",
                                        type,
                                        "Content-Length: 9\r\n\r\n",
                                        picture,
                                        "\r\n");
                        case "length too long" ->
                                join(
                                        "--cut\r\n",
                                        type,
                                        "Content-Length: 99999999\r\n\r\n",
                                        picture);
                        case "no dashes" -> join("cut\r\n", type, length, "\r\n", picture, "\r\n");
                        case "four dashes" -> join("----cut\r\n", type, "\r\n", picture, "\r\n");
                        case "no type" -> join("--cut\r\n", length, "\r\n", picture, "\r\n");
                        case "no headers" -> join("--cut\r\n\r\n", picture, "\r\n");
                        case "line feeds" ->
                                join("--cut\nContent-type: image/jpeg\n\n", picture, "\n");
                        case "capitals" ->
                                join("--cut\r\n", type.toUpperCase(Locale.ROOT), "\r\n", picture);
                        case "more headers" ->
                                join(
                                        "--cut\r\nX-Time: 1.5\r\n",
                                        type,
                                        "X: \u00ff\r\n\r\n",
                                        picture);
                        case "padding" ->
                                join("--cut\r\n", type, "\r\n", picture, "\0".repeat(700));
                        case "text parts" ->
                                join(
                                        "--cut\r\nContent-Type: text/plain\r\n\r\nmotion\r\n--cut\r\n",
                                        type,
                                        "\r\n",
                                        picture,
                                        "\r\n");
                        case "no first boundary" ->
                                join(first ? "" : "\r\n--cut\r\n", type, length, "\r\n", picture);
                        case "nothing between" -> picture;
                        default -> throw new IllegalArgumentException(dialect);
                    });
            first = false;
        }
        return body.toByteArray();
    }

    /** In chunks of HTTP. */
    static byte[] chunked(byte[] body, int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += size) {
            byte[] chunk = Arrays.copyOfRange(body, at, Math.min(body.length, at + size));
            chunks.writeBytes(join(Integer.toHexString(chunk.length), ";x=y\r\n", chunk, "\r\n"));
        }
        chunks.writeBytes(join("0\r\n\r\n"));
        return chunks.toByteArray();
    }

    /** Of bytes and text. */
    static byte[] join(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(part instanceof byte[] b ? b : part.toString().getBytes(ISO_8859_1));
        }
        return all.toByteArray();
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] with(byte[] jpeg, int marker, byte[] content) {
        int length = content.length + 2;
        byte[] head = {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length};
        return join(Arrays.copyOf(jpeg, 2), head, content, rest(jpeg, 2));
    }

    private static byte[] without(byte[] jpeg, int marker) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(jpeg, 0, 2);
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xDA) {
            int length = 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
            if ((jpeg[at + 1] & 0xff) != marker) {
                kept.write(jpeg, at, length);
            }
            at += length;
        }
        kept.writeBytes(rest(jpeg, at));
        return kept.toByteArray();
    }

    private static byte[] write(int number, int type, boolean progressive) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(number % WIDTH, number % HEIGHT, WIDTH / 2, HEIGHT / 2);
        graphics.drawString(Integer.toString(number), 2, 12);
        graphics.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
