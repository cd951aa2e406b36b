package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegReaderTest {
    private static final long PIXELS = 4096L * 2304;
    private static final List<byte[]> PICTURES =
            List.of(Jpegs.picture(1), Jpegs.picture(2), Jpegs.picture(3));

    /** Gives so many bytes a read, as a slow network does. */
    private static InputStream inPieces(byte[] bytes, int size) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }

    private static List<byte[]> read(InputStream in) throws Exception {
        JpegReader reader = new JpegReader(in, PIXELS);
        List<byte[]> found = new ArrayList<>();
        while (reader.next()) {
            int start = reader.start();
            found.add(Arrays.copyOfRange(reader.data(), start, start + reader.length()));
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usual",
                "no length",
                "length too short",
                "length too long",
                "no dashes",
                "four dashes",
                "no type",
                "no headers",
                "line feeds",
                "capitals",
                "more headers",
                "padding",
                "text parts",
                "no first boundary",
                "nothing between"
            })
    void pictures_are_found_in_every_dialect(String dialect) throws Exception {
        byte[] stream = Jpegs.stream(dialect, PICTURES);
        for (int size : new int[] {1, 7, 100_000}) {
            assertThat(read(inPieces(stream, size))).containsExactlyElementsOf(PICTURES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grey",
                "progressive",
                "no Huffman tables",
                "no JFIF header",
                "Exif with a thumbnail",
                "comment with a boundary",
                "fill bytes"
            })
    void odd_picture_is_one_picture(String kind) throws Exception {
        byte[] odd = Jpegs.odd(kind);
        byte[] stream = Jpegs.stream("usual", List.of(odd, PICTURES.get(1)));
        assertThat(read(inPieces(stream, 11))).containsExactly(odd, PICTURES.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usual", "no dashes", "line feeds"})
    void picture_without_end_ends_at_the_boundary(String dialect) throws Exception {
        byte[] cut = Jpegs.odd("no end");
        byte[] stream = Jpegs.stream(dialect, List.of(cut, cut, PICTURES.get(0)));
        for (byte[] found : read(inPieces(stream, 3)).subList(0, 2)) {
            assertThat(found.length - cut.length).isBetween(0, 2);
        }
    }

    @Test
    void picture_without_end_does_not_wait_for_the_next() throws Exception {
        byte[] stream = Jpegs.stream("no length", List.of(Jpegs.odd("no end"), PICTURES.get(0)));
        int next = stream.length - PICTURES.get(0).length;
        InputStream silent =
                new FilterInputStream(new ByteArrayInputStream(stream, 0, next)) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int got = super.read(target, offset, length);
                        assertThat(got).as("waits for what has not come").isPositive();
                        return got;
                    }
                };
        assertThat(new JpegReader(silent, PIXELS).next()).isTrue();
    }

    @Test
    void picture_that_is_cut_off_ends_with_the_connection_or_the_next() throws Exception {
        byte[] half = Arrays.copyOf(PICTURES.get(0), PICTURES.get(0).length - 50);
        assertThat(read(inPieces(Jpegs.join(half, PICTURES.get(1), half), 10)))
                .containsExactly(half, PICTURES.get(1), half);
    }

    @Test
    void what_holds_no_picture_gives_none() throws Exception {
        assertThat(read(inPieces(new byte[300_000], 4_096))).isEmpty();
        assertThat(read(inPieces(Jpegs.join("<html>no</html>"), 4_096))).isEmpty();
    }

    @Test
    void picture_without_bound_is_refused() {
        byte[] endless = Jpegs.join(Jpegs.odd("no end"), new byte[12 << 20]);
        assertThatThrownBy(() -> read(inPieces(endless, 65_536)))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("--max-picture");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damage_costs_pictures_but_not_the_stream(int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(Jpegs.picture(i % 20));
        }
        byte[] stream = Jpegs.stream("usual", many);
        for (int i = 0; i < 300; i++) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
        }
        // A wrong length of a segment swallows 64 KB at most.
        stream = Jpegs.join(stream, new byte[65_536], Jpegs.stream("usual", PICTURES));
        List<byte[]> found = read(inPieces(stream, 500));
        assertThat(found).hasSizeGreaterThan(40).hasSizeLessThan(400);
        assertThat(found.get(found.size() - 1)).isEqualTo(PICTURES.get(2));
    }
}
