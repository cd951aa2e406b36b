package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.cupertino.nvr.secret.CameraAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraNetworksTest {
    private static final CameraAddress ANY = CameraAddress.of("rtsp://cam/1");

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1, true",
        "11.0.0.1, false",
        "172.15.9.9, false",
        "172.16.0.1, true",
        "172.31.255.255, true",
        "172.32.0.0, false",
        "192.168.7.7, true",
        "192.169.0.1, false",
        "fd12::1, true",
        "fe80::1, false",
        "2001:db8::1, false",
        "127.0.0.1, false",
        "::1, false",
        "::ffff:127.0.0.1, false",
        "0.0.0.0, false",
        "169.254.169.254, false",
        "8.8.8.8, false"
    })
    void by_default_cameras_are_in_private_networks(String at, boolean allowed) throws Exception {
        CameraNetworks networks =
                CameraNetworks.of(List.of(CameraNetworks.PRIVATE.split(",")), List.of());
        assertThat(networks.allows(ANY, InetAddress.getByName(at))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://camera.example:554/2, true",
        "rtsp://u:p@Camera.Example/1, true",
        "rtsp://camera.example:80/, false",
        "http://camera.example/, false",
        "rtsp://other.example/, false",
        "/clip.mp4, true"
    })
    void server_of_a_configured_camera_may_be_anywhere(String address, boolean allowed)
            throws Exception {
        CameraNetworks networks =
                CameraNetworks.of(List.of(), List.of("rtsp://camera.example/1", "/clip.mp4"));
        InetAddress at = InetAddress.getByName("8.8.8.8");
        assertThat(networks.allows(CameraAddress.of(address), at)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "192.168.1.7/32", "fd00::1/128"})
    void blocks_of_any_size_are_taken(String block) {
        CameraNetworks.of(List.of(block), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/8", "10.0.0.0", "10.0.0.0/33", "fc00::/129", "a/8", "/8"})
    void other_blocks_are_refused(String block) {
        assertThatThrownBy(() -> CameraNetworks.of(List.of(block), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
