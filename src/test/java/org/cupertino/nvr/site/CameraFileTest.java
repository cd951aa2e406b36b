package org.cupertino.nvr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cupertino.nvr.wire.ZoneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraFileTest {
    @Test
    void the_example_says_all_that_can_be_said_of_a_camera() throws Exception {
        CameraFile file = CameraFile.read(Path.of("docker/cameras.yaml"));
        assertThat(file.faults()).isEmpty();
        assertThat(file.cameras()).containsOnlyKeys(0, 2);
        SiteCamera camera = file.cameras().get(2);
        assertThat(camera.address()).isEqualTo("rtsp://viewer:change-me@192.168.20.12/h264");
        assertThat(camera.name()).isEqualTo("Room 2");
        assertThat(camera.maxFps()).isEqualTo(0.2);
        assertThat(camera.keyFramesOnly()).isFalse();
        assertThat(camera.classes()).containsExactly("person");
        assertThat(camera.confidence()).isEqualTo(0.5);
        assertThat(camera.mounting()).isEqualTo(Mounting.WALL);
        assertThat(camera.quietHours())
                .isEqualTo(new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)));
        assertThat(camera.zones())
                .extracting(Zone::kind)
                .containsExactly(ZoneKind.FLOOR, ZoneKind.BED, ZoneKind.DOOR);
        assertThat(camera.zones().get(1).confidence()).isEqualTo(0.4);
        assertThat(camera.masks()).hasSize(1);
        assertThat(file.cameras().get(0).zones()).isEmpty();
    }

    @Test
    void a_camera_needs_nothing_but_its_number() {
        SiteCamera camera = parse("cameras: {7: {}}").cameras().get(7);
        assertThat(camera.address()).isNull();
        assertThat(camera.maxFps()).isNull();
        assertThat(camera.mounting()).isEqualTo(Mounting.WALL);
        assertThat(parse("cameras: {}").cameras()).isEmpty();
        assertThat(parse("\uFEFFcameras: {7: {}}").cameras()).containsOnlyKeys(7);
    }

    /** Each text is what is under one camera; ~ is a line end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nam: x | 3 | unknown key 'nam' in cameras.2, did you mean name?",
                "name: 5 | 3 | cameras.2.name must be a text of 1 to 100 characters",
                "name: '' | 3 | cameras.2.name must be a text",
                "name: \"a\\u0007b\" | 3 | cameras.2.name must be a text",
                "name: a~    name: b | 4 | cameras.2.name is given twice",
                "name: | 3 | cameras.2.name must be a text",
                "max_fps: 0 | 3 | max_fps must be from 0.00001 to 1000 frames a second, not '0'",
                "max_fps: .nan | 3 | max_fps must be from 0.00001 to 1000",
                "max_fps: .inf | 3 | max_fps must be from",
                "max_fps: 0x10 | 3 | max_fps must be from",
                "max_fps: '1' | 3 | max_fps must be from",
                "key_frames_only: 1 | 3 | key_frames_only must be true or false, not '1'",
                "classes: person | 3 | classes must be a list of 1 to 100 names",
                "classes: [] | 3 | classes must be a list of 1 to 100 names such as [person], not 0",
                "classes: [person, 3] | 3 | classes must be a text",
                "confidence: 0 | 3 | confidence must be more than 0 and at most 1, not '0'",
                "confidence: 1.01 | 3 | confidence must be more than 0 and at most 1",
                "confidence: 50% | 3 | confidence must be more than 0 and at most 1, not '50%'",
                "mounting: roof | 3 | mounting must be one of wall, ceiling, not 'roof'",
                "quiet_hours: 22-6 | 3 | quiet_hours must be two times such as 22:00-06:30",
                "quiet_hours: 22:00-25:00 | 3 | quiet_hours must be two times",
                "quiet_hours: 22:00-22:00 | 3 | quiet_hours must be two times",
                "zones: [bed] | 3 | zones must be zones by their names",
                "zones:~      bed: {corners: [[0,0],[1,0],[1,1]]} | 4 | zones.bed has no kind",
                "zones:~      bed: {kind: sofa} | 4 | bed.kind must be one of floor, bed, seat",
                "zones:~      bed: {kind: bed} | 4 | cameras.2.zones.bed has no corners",
                "zones:~      bed:~        kind: bed~        corner: [] | 6 | did you mean corners?",
                "masks:~      tv: {kind: other} | 4 | unknown key 'kind' in cameras.2.masks.tv",
                "masks:~      '': {corners: []} | 4 | a name in cameras.2.masks must be",
                "masks: {tv: {corners: [[0,0],[1,0]]}} | 3 | corners must be a list of 3 to 100",
                "masks: {tv: {corners: [[0,0],[1,0],[1]]}} | 3 | corners of two numbers",
                "masks: {tv: {corners: [[0,0],[1,0],[1,.nan]]}} | 3 | corners of two numbers",
                "masks: {tv: {corners: [[0,0],[1,0],[1,2]]}} | 3 | from 0 to 1 such as [0.1, 0.5], not '2'",
                "masks: {tv: {corners: [[0,0],[1,1],[1,0],[0,1]]}} | 3 | that cross or touch",
                "name: x~\tmax_fps: 1 | 4 | it is not YAML: found character '\\t(TAB)'",
                "name: [a | 4 | it is not YAML",
                "name: *x | 3 | it is not YAML: found undefined alias x",
                "name: !!java.net.URL x | 3 | cameras.2.name must be a text",
                "? [a]~    : b | 0 | it is not YAML",
                "zones: &z {a: *z} | 3 | unknown key 'a' in cameras.2.zones.a",
            })
    void a_fault_names_its_line_and_the_reason(String text, int line, String reason) {
        List<FileFault> faults =
                parse("cameras:\n  2:\n    " + text.replace("~", "\n") + "\n").faults();
        assertThat(faults).as(text).hasSize(1);
        assertThat(faults.get(0).reason()).contains(reason);
        if (line > 0) {
            assertThat(faults.get(0).toString()).startsWith("cameras.yaml:" + line + ": ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "'# nothing' | it is empty",
                "- 1 | it must be keys and values",
                "camera: {} | unknown key 'camera', did you mean cameras?",
                "{} | it has no key cameras",
                "cameras: | cameras must be cameras by their numbers",
                "cameras: [1] | cameras must be cameras by their numbers",
                "cameras: {x: {}} | cameras.x is not the number of a camera",
                "cameras: {-1: {}} | cameras.-1 is not the number of a camera",
                "cameras: {9999999999: {}} | is not the number of a camera",
                "cameras: {1: {}, 01: {}} | cameras.01 is given twice",
                "cameras: {1: x} | cameras.1 must be keys and values, not 'x'",
            })
    void what_is_no_file_of_cameras_is_refused(String text, String reason) {
        assertThat(parse(text).problem()).contains(reason);
    }

    @Test
    void every_camera_with_a_fault_is_named() {
        CameraFile file =
                parse(
                        "cameras:\n  1: {nam: x}\n  2: {name: x}\n  3:\n    max_fps: no\n"
                                + "  4: {confidence: 7}\n");
        assertThat(file.faults()).extracting(FileFault::line).containsExactly(2, 5, 6);
        assertThat(file.problem())
                .startsWith("cameras.yaml line 2: unknown key")
                .contains("; cameras.yaml line 5: ");
    }

    @ParameterizedTest
    @CsvSource({
        "'rtsp://u:geh#eim@h/1'",
        "'rtsp://u:geheim@'",
        "'ftp://u:geheim@h/1'",
        "[rtsp://u:geheim@h/1]",
        "{rtsp://u:geheim@h/1: }",
    })
    void no_fault_shows_a_password(String address) {
        for (String key : List.of("address", "adress", "name", "rtsp://u:geheim@h")) {
            CameraFile file = parse("cameras: {1: {" + key + ": '" + address + "'}}");
            assertThat(file.problem()).as(key).doesNotContain("geheim", "geh#eim");
            file = parse("cameras: {1: {" + key + ": " + address + "}}");
            assertThat(file.problem()).as(key).doesNotContain("geheim", "geh#eim");
        }
        assertThat(parse("cameras: {1: {address: 'rtsp://u:geheim@h/1'}}").cameras().toString())
                .doesNotContain("geheim");
    }

    @Test
    void a_thousand_cameras_with_zones_are_read_in_no_time_and_one_more_is_refused() {
        assertTimeout(
                Duration.ofMinutes(1),
                () -> assertThat(parse(cameras(1_000)).cameras()).hasSize(1_000));
        assertThat(parse(cameras(1_001)).problem())
                .contains("it has 1001 cameras, at most 1000 are for one processor");
    }

    @Test
    void hostile_sizes_are_refused_in_no_time() {
        String corners =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "[0." + i + ", 0.5]")
                        .collect(Collectors.joining(","));
        String aliases = "cameras:\n  0: {zones: &z {" + fiftyZones() + "}}\n";
        for (int id = 1; id < 90; id++) {
            aliases += "  " + id + ": {zones: *z}\n";
        }
        String shared = aliases;
        assertTimeout(
                Duration.ofMinutes(1),
                () -> {
                    assertThat(parse("cameras: {1: {masks: {a: {corners: [" + corners + "]}}}}"))
                            .extracting(CameraFile::problem)
                            .asString()
                            .contains("must be a list of 3 to 100 corners", "not 10000");
                    assertThat(parse("[".repeat(200_000)).problem()).contains("too deeply");
                    assertThat(parse("#" + " ".repeat(2 << 20)).problem())
                            .contains("more than 2097152 bytes");
                    assertThat(parse(shared).cameras()).hasSize(90);
                });
    }

    @Test
    void what_is_not_utf8_is_refused() {
        byte[] bytes = "cameras: {1: {name: é}}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(CameraFile.parse("c.yaml", bytes).problem())
                .isEqualTo("c.yaml: it is not UTF-8");
    }

    private static String cameras(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        id ->
                                "  %d:\n    name: Room %d\n    address: rtsp://u:p@10.0.0.1/%d\n"
                                                .formatted(id, id, id)
                                        + "    zones: {bed: {kind: bed, corners:"
                                        + " [[0.1,0.5],[0.5,0.5],[0.5,0.9],[0.1,0.9]]}}\n")
                .collect(Collectors.joining("", "cameras:\n", ""));
    }

    private static String fiftyZones() {
        String corners =
                IntStream.range(0, 100)
                        .mapToObj(i -> 2 * Math.PI * i / 100)
                        .map(
                                a ->
                                        "[%.4f, %.4f]"
                                                .formatted(
                                                        0.5 + Math.cos(a) / 3,
                                                        0.5 + Math.sin(a) / 3))
                        .collect(Collectors.joining(","));
        return IntStream.range(0, 50)
                .mapToObj(i -> "z" + i + ": {kind: bed, corners: [" + corners + "]}")
                .collect(Collectors.joining(", "));
    }

    private static CameraFile parse(String text) {
        return CameraFile.parse("cameras.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
