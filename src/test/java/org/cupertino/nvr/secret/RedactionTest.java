package org.cupertino.nvr.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot open rtsp://admin:geheim@10.0.0.7:554/main",
                "rtsp://admin:ge/heim?x#geheim@h/1",
                "rtsps://geheim@h",
                "{\"uri\":\"rtsp://u:geheim@h\"}",
                "a rtsp://h/1, b rtsp://u:geheim@h/2",
                "http://h/video?user=u&password=geheim&x=1",
                "http://h/video?PWD=geheim",
                "http://h/video?key=ge/heim",
                "http://h/videostream.cgi?loginuse=admin&loginpas=geheim",
                "http://h/snapshot.cgi?userpwd=admin:geheim",
                "http://h/s?authbasic=geheim",
                "http://h/s?account=admin&pas=geheim",
                "http://h/s?adminpassword=geheim",
                "http://h/entry.cgi?_sid=geheim",
                "http://h/cgi?u=admin&p=geheim",
                "rtsp://h/user=geheim_password=geheim_channel=1",
                "rtsp://u:\"geheim'<@h/1",
                "proxy-authorization = Bearer geheim",
                "Authorization: Digest username=\"geheim\", nonce=\"n\"",
                "Authorization: Basic geheim"
            })
    void credentials_are_masked(String text) {
        assertThat(Redaction.mask(text)).doesNotContain("geheim").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Camera 7 is live",
                "rtsp://localhost:8554/7",
                "mail a@b.c: tcp://localhost:1883",
                "{{nvr.max-fps}} = 1",
                "Authorization:"
            })
    void everything_else_stays(String text) {
        assertThat(Redaction.mask(text)).isEqualTo(text);
    }

    @Test
    void the_rest_of_an_address_stays() {
        assertThat(Redaction.mask("rtsp://u:p@10.0.0.7:554/main?a=b"))
                .isEqualTo("rtsp://***@10.0.0.7:554/main?a=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:|a||",
                "x:|a://||",
                "a://|@||",
                "a://|u||@h",
                "x:| ||",
                "x:| \n||",
                "Authorization| ||",
                "Authorization:| ||",
                "x=|authorization||",
                "x=|authorization: ||",
                "x:|key=||",
                "x=|access_token||"
            })
    void hostile_text_of_a_megabyte_takes_no_time(String pattern) {
        String[] parts = pattern.split("\\|", -1);
        String text = parts[0] + parts[1].repeat((1 << 20) / parts[1].length()) + parts[3];
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    Redaction.mask(text);
                    Redaction.maskLine(text);
                });
    }

    @Test
    void line_breaks_with_their_spaces_become_one_space() {
        assertThat(Redaction.maskLine("a \r\n\n  b\tc\u2028rtsp://u:geheim@h\n"))
                .isEqualTo("a b\tc rtsp://***@h");
        assertThat(Redaction.maskLine(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A://b@c d@e | A://***@c d@e",
                "a@b://c | a@b://c",
                "x://a://u:p@h:1@h/2 z://h | x://***@h/2 z://h",
                "monkey=1 | monkey=1",
                "://rtsp://u:p@h | ://***@h",
                "my_KEY=1&Api_Key=2;signature=3 | my_KEY=***&Api_Key=***;signature=***",
                "key=a=b key= | key=*** key=***",
                "Proxy-AUTHORIZATION:a b | Proxy-AUTHORIZATION:***"
            })
    void exactly_the_secret_part_is_replaced(String text, String masked) {
        assertThat(Redaction.mask(text)).isEqualTo(masked);
    }

    @Test
    void header_is_masked_to_the_end_of_its_line() {
        assertThat(Redaction.mask("a\nAuthorization:\n Basic x y\r\nb: c"))
                .isEqualTo("a\nAuthorization:\n ***\r\nb: c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "At rtsp://u:#/#?#@10.0.0.7:554/main, then",
                "tcp://#://#@h x",
                "a=1&access_token=####;b=2",
                "pw=# user=# rtsp://h/x?key=#",
                "Authorization:\n Basic ####\r\nb: c"
            })
    void beginning_of_a_text_shows_no_part_of_a_secret_wherever_it_ends(String text) {
        for (int end = 0; end <= text.length() + 1; end++) {
            assertThat(Redaction.mask(text, end)).doesNotContain("#");
        }
        assertThat(Redaction.mask(text, text.length())).isEqualTo(Redaction.mask(text));
    }

    @Test
    void beginning_of_a_long_word_without_an_address_stays() {
        assertThat(Redaction.mask("x: " + "a".repeat(100), 10)).isEqualTo("x: aaaaaaa");
        assertThat(Redaction.mask("x http://host/path", 15)).isEqualTo("x http://***");
        assertThat(Redaction.mask(null, 1)).isNull();
    }
}
