package org.cupertino.nvr.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraAddressTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://10.0.0.5/0, rtsp://10.0.0.5/0",
        "rtsp://admin:s3cret@10.0.0.5:554/0, rtsp://***@10.0.0.5:554/0",
        "rtsp://admin:p@ss@cam.local/0, rtsp://***@cam.local/0",
        "rtsp://admin@[fe80::1]:554/0, rtsp://***@[fe80::1]:554/0",
        "RTSPS://a:b@cam/x?password=q&channel=1, RTSPS://***@cam/x?password=***&channel=1",
        "http://cam/video.cgi?user=a&pwd=b&res=hd, http://cam/video.cgi?user=***&pwd=***&res=hd",
        "rtsp://cam/user=admin_password=x_channel=1, rtsp://cam/user=***",
        "rtsp://admin:12/34@host/0, rtsp://***@host/0",
        "/videos/people.mp4, /videos/people.mp4"
    })
    void credentials_are_masked(String text, String masked) {
        assertThat(CameraAddress.of(text).masked()).isEqualTo(masked);
        assertThat(CameraAddress.of(text)).hasToString(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ftp://u:s3cret@host/0",
                "rtsp:/u:s3cret@host/0",
                "rtsp://u:s3cret/x@host/0",
                "rtsp://u:12#s3cret@host/0",
                "rtsp://u:s3cret@host:99999/0",
                "rtsp://u:s3cret@host:0/0",
                "rtsp://u:s3 cret@host/0",
                "rtsp://u:s3cret@/0",
                "rtsp://u:s3cret@host/0\r\nHeader: x",
                "concat:s3cret.mp4|b.mp4",
                "file:///%zz/s3cret"
            })
    void what_is_no_address_is_refused_without_being_quoted(String text) {
        assertThatThrownBy(() -> CameraAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void address_has_at_most_2048_characters() {
        String longest = "rtsp://h/" + "a".repeat(2_039);
        assertThat(CameraAddress.of(longest).secretText()).isEqualTo(longest);
        assertThatThrownBy(() -> CameraAddress.of(longest + "a"))
                .hasMessage("the address has more than 2048 characters");
    }

    @Test
    void null_is_refused() {
        assertThatThrownBy(() -> CameraAddress.of(null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/videos/a b.mp4, file:/videos/a b.mp4",
        "videos/x.mp4, file:videos/x.mp4",
        "file:///videos/a%20b.mp4, file:/videos/a b.mp4",
        "file:/videos/x.mp4, file:/videos/x.mp4",
        "file:videos/x.mp4, file:videos/x.mp4"
    })
    void files_are_paths_or_file_addresses(String text, String libav) {
        CameraAddress uri = CameraAddress.of(text);
        assertThat(uri.isFile()).isTrue();
        assertThat(uri.scheme()).isEqualTo("file");
        assertThat(uri.secretText()).isEqualTo(libav);
    }

    @Test
    void host_is_replaced_and_nothing_else() throws Exception {
        CameraAddress uri = CameraAddress.of("rtsp://u:p%40@cam.local:8554/a/b?c=d");
        assertThat(uri.host()).isEqualTo("cam.local");
        assertThat(uri.secretTextAt(InetAddress.getByName("10.0.0.5")))
                .isEqualTo("rtsp://u:p%40@10.0.0.5:8554/a/b?c=d");
        assertThat(CameraAddress.of("rtsp://cam").secretTextAt(InetAddress.getByName("::1")))
                .isEqualTo("rtsp://[0:0:0:0:0:0:0:1]");
    }

    @Test
    void any_text_is_redacted() {
        assertThat(
                        Redaction.mask(
                                "opening rtsp://u:p@a/0 failed, http://b/?token=t0k; then\n"
                                        + "Authorization: Digest username=\"u\", nonce=\"n\"\nend"))
                .isEqualTo(
                        "opening rtsp://***@a/0 failed, http://b/?token=***; then\n"
                                + "Authorization: ***\nend");
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@h/a/b?c=/d, x, http://h/a/x",
        "http://u:p@h:8080/a/b, /x?y, http://h:8080/x?y",
        "http://u:p@h, x, http://h/x",
        "https://u:p@h/, //other/x, https://other/x",
        "http://u:p@[::1]:81/, http://other:82/x, http://other:82/x",
        "http://u:p@h/, file:/etc/passwd, file:/etc/passwd"
    })
    void redirect_leads_elsewhere_without_the_login(String from, String location, String to) {
        assertThat(CameraAddress.of(from).resolve(location).secretText()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@my_cam/a?b, 80, my_cam, /a?b, u:p",
        "https://h?b, 443, h, /?b, ''",
        "http://[::1]:81, 81, [::1]:81, /, ''"
    })
    void address_is_taken_apart_for_http(
            String text, int port, String host, String target, String user) {
        CameraAddress address = CameraAddress.of(text);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.hostHeader()).isEqualTo(host);
        assertThat(address.target()).isEqualTo(target);
        assertThat(address.secretUserInfo()).isEqualTo(user);
    }
}
