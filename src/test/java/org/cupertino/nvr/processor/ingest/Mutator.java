package org.cupertino.nvr.processor.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes bytes and lines of text at random, the same for the same seed. */
final class Mutator {
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xfe, 0xff};
    private static final String[] NUMBERS = {
        "-1", "0", "65536", "2147483647", "4294967296", "999999999999999999999", "1e9", ""
    };

    /** Parameter sets and headers stand at the beginning. */
    private static final int HEAD = 256;

    private static final int LONGEST = 64;

    private final SplittableRandom random;

    Mutator(long seed) {
        random = new SplittableRandom(seed);
    }

    int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Bytes of about the same length with some changes, or without any at times. */
    byte[] bytes(byte[] original) {
        byte[] bytes = original.clone();
        int changes = random.nextInt(20);
        for (int i = 0; i < changes && bytes.length > 4; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int bound = random.nextInt(3) == 0 ? Math.min(HEAD, bytes.length) : bytes.length;
        int at = random.nextInt(bound);
        int length = 1 + random.nextInt(Math.min(LONGEST, bytes.length - at));
        byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            case 2 -> bytes[at] = (byte) random.nextInt(256);
            case 3 -> Arrays.fill(bytes, at, at + length, bytes[at]);
            case 4 -> {
                return with(bytes, at, at + length, new byte[0]);
            }
            case 5 -> {
                return with(bytes, at, at, piece);
            }
            case 6 -> {
                return with(bytes, random.nextInt(bytes.length), -1, piece);
            }
            default -> {
                return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
            }
        }
        return bytes;
    }

    /**
     * @param to end of what is left out, or before the start for as much as is put in
     */
    private static byte[] with(byte[] bytes, int from, int to, byte[] piece) {
        int end = Math.min(bytes.length, to < 0 ? from + piece.length : to);
        byte[] all = new byte[from + piece.length + bytes.length - end];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(piece, 0, all, from, piece.length);
        System.arraycopy(bytes, end, all, from + piece.length, bytes.length - end);
        return all;
    }

    /** A text whose lines are left out, doubled, moved and changed. */
    String text(String original) {
        List<String> lines = new ArrayList<>(List.of(original.split("(?<=\n)")));
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && !lines.isEmpty(); i++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(random.nextInt(lines.size()), line);
                case 2 ->
                        lines.set(
                                at,
                                line.replaceFirst(
                                        "[0-9]+", NUMBERS[random.nextInt(NUMBERS.length)]));
                case 3 -> lines.set(at, line.strip() + line.repeat(random.nextInt(40)));
                default -> lines.set(at, new String(bytes(line.getBytes(ISO_8859_1)), ISO_8859_1));
            }
        }
        return String.join("", lines);
    }
}
