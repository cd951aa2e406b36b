package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    private static final byte[] PICTURE = Jpegs.picture(1);

    private static HttpAnswer read(Object... parts) throws IOException {
        return HttpAnswer.read(new ByteArrayInputStream(Jpegs.join(parts)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: image/JPEG\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\ncontent-type:image/jpeg\nCONTENT-LENGTH:3\n\n",
                "HTTP/1.0 200\r\nno header\r\nContent-Type : image/jpeg\r\n\r\n",
                "ICY 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 \r\nContent-Type: image/jpeg\r\n\r\n"
            })
    void head_is_read_as_cameras_write_it(String head) throws Exception {
        HttpAnswer answer = read(head, "abc");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("image/jpeg");
        assertThat(answer.body().readAllBytes()).isEqualTo("abc".getBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "RTSP/1.0 200 OK\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "\n\n"})
    void other_answers_are_none(String answer) {
        assertThatThrownBy(() -> read(answer, "\n")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void head_without_end_costs_little() {
        String endless = "x".repeat(100_000);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: ", endless))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: b")).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000_000})
    void chunks_are_put_together(int size) throws Exception {
        byte[] chunks = Jpegs.chunked(PICTURE, size);
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
        HttpAnswer answer = read(head, chunks, "next");
        assertThat(answer.body().readAllBytes()).isEqualTo(PICTURE);
        assertThat(answer.body().finish()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', true",
        "'HTTP/1.1 304 Not Modified\r\nContent-Length: 300\r\n\r\n', true",
        "'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n', false",
        "'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n', false",
        "'HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: Keep-Alive\r\n\r\n', true",
        "'HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n', false",
        "'HTTP/1.1 200 OK\r\n\r\n', false",
        "'HTTP/1.1 200 OK\r\nContent-Type: multipart/x\r\nContent-Length: 0\r\n\r\n', false"
    })
    void connection_is_kept_where_the_end_of_an_answer_is_known(String head, boolean kept)
            throws Exception {
        assertThat(read(head, "abc").body().finish()).isEqualTo(kept);
    }

    @Test
    void rest_of_an_answer_is_not_waited_for() throws Exception {
        InputStream slow =
                new ByteArrayInputStream(
                        Jpegs.join("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        assertThat(available()).as("waits for what has not come").isPositive();
                        return super.read(target, offset, length);
                    }
                };
        assertThat(HttpAnswer.read(slow).body().finish()).isFalse();
    }
}
