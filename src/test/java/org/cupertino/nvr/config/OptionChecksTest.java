package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionChecksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--instance-id -a | --instance-id",
                "--instance-id a/b | 1 to 64 letters",
                "--routes /nope | an existing folder",
                "--models pom.xml | an existing folder",
                "--metrics-interval 0 | more than 0 and at most 24h",
                "--metrics-interval soon | 'soon' is not a duration",
                "--lease 999ms | at least 1s and at most 24h",
                "--lease 25h | at least 1s and at most 24h",
                "--streams 1,-2 | --streams is '-2' but must be 0 or more",
                "--streams 1,1 | Camera 1 is given twice",
                "--streams a | 'a' is not an int",
                "--n 2 --streams 1 | Camera 1 is given twice, the second time by --n",
                "--n 0 | 1 to 1000",
                "--start 2 | --start and --end need each other",
                "--end 2 | --start and --end need each other",
                "--start 3 --end 2 | --end is '2' but must be --start, which is 3",
                "--start -1 --end 2 | 0 or more",
                "--start 0 --end 2147483647 | or up to 999 more",
                "--n 600 --start 600 --end 1100 | at most 1000 cameras",
                "--stream rtsp://a | ID=URI",
                "--stream -1=rtsp://a | ID=URI",
                "--stream 1= | --stream is wrong for camera 1: the address is empty",
                "--stream 0=ftp://x/y | wrong for camera 0: the address must be rtsp, rtsps, http",
                "--stream 0=rtsp:///x | camera 0: the address is not scheme://host:port/path, user:pass",
                "--stream 0=rtsp://u:geheim/x@h | wrong for camera 0: the address is not scheme://",
                "--stream a=rtsp://u:geheim@h | ID=URI",
                "--stream-server rtsp://localhost:99999 | an rtsp",
                "--stream-server localhost | --stream-server is 'localhost' but must be an rtsp",
                "--stream-server file:///etc | an rtsp",
                "--max-fps 0 | --max-fps is '0.0' but must be from 0.00001 to 1000",
                "--max-fps NaN | from 0.00001",
                "--max-fps 1e-320 | but must be from 0.00001 to 1000 frames a second",
                "--max-fps 0.0000099 | from 0.00001",
                "--max-fps Infinity | to 1000",
                "--max-fps 1001 | to 1000",
                "--rtsp-transport carrier | expected one of",
                "--file-playback twice | expected one of",
                "--camera-ca /nope | a file that can be read",
                "--camera-secrets /nope | a file that can be read",
                "--camera-networks 10.0.0.0 | networks such as",
                "--camera-networks 10.0.0.0/33 | networks such as",
                "--camera-networks example.org/8 | networks such as",
                "--connect-timeout 0s | more than 0",
                "--stall-timeout 25h | at most 24h",
                "--allowed-schemes rtsp,ftp | some of rtsp",
                "--model a2345678901234567890123456789012345678901234567890123456789012345 | 1 to 64",
                "--device cuda:100 | cuda:N",
                "--model ../x | the id of a model, not a path",
                "--confidence 0 | more than 0 and at most 1",
                "--confidence 1.1 | more than 0 and at most 1",
                "--iou NaN | more than 0 and at most 1",
                "--classes a,,b | single commas",
                "--device gpu | auto, cpu, cuda or cuda:N",
                "--precision fp8 | expected one of",
                "--workers 0 | 1 to 256",
                "--mqtt-url localhost:1883 | scheme://host:port",
                "--mqtt-url http://h | scheme://host:port",
                "--mqtt-url tcp://h:1883/ | a path with the last two alone",
                "--mqtt-url mqtts://h:8883?x | scheme://host:port",
                "--mqtt-url tcp://h:0 | scheme://host:port",
                "--mqtt-url tcp://u:geheim@h:1 | 'tcp://***@h:1'",
                "--mqtt-password-file /nope | a file that can be read",
                "--mqtt-ca pom.xml | --mqtt-ca needs a --mqtt-url with TLS",
                "--mqtt-cert pom.xml --mqtt-key pom.xml | --mqtt-cert needs a --mqtt-url with TLS",
                "--mqtt-cert pom.xml --mqtt-url ssl://h | --mqtt-cert and --mqtt-key need each other",
                "--topic-prefix /a | single slashes",
                "--topic-prefix a/# | single slashes",
                "--detections-qos 3 | 0, 1 or 2",
                "--outbox-size 0 | 1 to 1000000 messages",
                "--embedded-broker-port 0 | 1 to 65535",
                "--embedded-broker-port 65536 | 1 to 65535",
                "--log-level loud | expected one of",
                "extra | Unexpected argument extra",
                "--max-fsp 1 | Unknown option --max-fsp, did you mean --max-fps?",
                "--max-fps | Missing required parameter for option '--max-fps'"
            })
    void wrong_value_is_told_in_one_sentence(String flags, String sentence) {
        assertThatThrownBy(() -> Parsed.of(flags.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-fps 1000",
                "--max-fps 0.00001",
                "--lease 1s",
                "--lease 24h",
                "--n 1000",
                "--start 5 --end 5",
                "--start 2147483000 --end 2147483647",
                "--confidence 1",
                "--device CUDA:12",
                "--rtsp-transport UDP",
                "--allowed-schemes RTSP,file",
                "--mqtt-url mqtts://[::1]:8883 --mqtt-ca pom.xml",
                "--mqtt-url wss://h/mqtt --mqtt-cert pom.xml --mqtt-key pom.xml",
                "--topic-prefix a/b.c-d_e",
                "--log-level WARN"
            })
    void value_at_the_edge_is_taken(String flags) {
        assertThatCode(() -> Parsed.of(flags.split(" "))).doesNotThrowAnyException();
    }
}
