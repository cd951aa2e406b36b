package org.cupertino.nvr.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
