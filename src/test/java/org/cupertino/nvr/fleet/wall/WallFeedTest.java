package org.cupertino.nvr.fleet.wall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.cupertino.nvr.wire.Ack;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from the broker, whoever sent it. */
class WallFeedTest {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};
    private static final String CAMERA =
            "{\"schema_version\":1,\"instance_id\":\"orchestrator\",\"source_id\":2,\"state\":\"live\","
                    + "\"since\":\"2026-01-01T00:00:00.000Z\",\"watched_by\":[\"nvr-1\"],\"wanted_by\":"
                    + "[\"nvr-1\"],\"last_seen\":{},\"timestamp\":\"2026-01-01T00:00:00.000Z\"}";

    private final House house = new House();
    private final List<String> heard = new ArrayList<>();
    private final List<Shown.Camera> cameras = new ArrayList<>();
    private final List<Ack> acks = new ArrayList<>();
    private final WallFeed feed = new WallFeed(house, heard::add, cameras::add, acks::add);

    /** Not all answer commands. */
    @Test
    void event_is_a_sign_of_life_of_its_processor() {
        feed.show(
                new Shown.Event(
                        2, new View("nvr-1", 7, Instant.EPOCH, 640, 480, false, List.of())));
        assertThat(heard).containsExactly("nvr-1");
    }

    @Test
    void picture_is_kept_under_its_frame() {
        feed.picture(picture("2", "nvr-1", "7", JPEG)).forEach(feed::show);
        assertThat(house.picture(new PictureStore.Key(2, "nvr-1", 7))).isEqualTo(JPEG);
    }

    @ParameterizedTest
    @CsvSource({"x, nvr-1, 7", "2, <b>, 7", "2, nvr-1, -7", "2, nvr-1, x", "99999999999, nvr-1, 7"})
    void picture_of_no_frame_is_none(String source, String instance, String frame) {
        assertThat(feed.picture(picture(source, instance, frame, JPEG))).isEmpty();
    }

    @Test
    void what_is_no_jpeg_or_too_large_is_no_picture() {
        assertThat(feed.picture(picture("2", "nvr-1", "7", "<svg>".getBytes(UTF_8)))).isEmpty();
        byte[] large = new byte[20 << 20];
        System.arraycopy(JPEG, 0, large, 0, JPEG.length);
        assertThat(feed.picture(picture("2", "nvr-1", "7", large))).isEmpty();
        assertThat(feed.picture(picture("2", "nvr-1", "7", new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[",
                "\u0000",
                "{\"room_id\":3}",
                "{\"room_id\":2,\"state\":\"normal\"}"
            })
    void room_that_makes_no_sense_is_none(String payload) {
        assertThat(feed.room("nvr/orchestrator/status/2", payload.getBytes(UTF_8))).isEmpty();
        assertThat(feed.room("nvr/orchestrator/status/<b>", new byte[0])).isEmpty();
    }

    @Test
    void camera_is_taken_up_from_what_was_retained_and_from_nothing_else() {
        feed.camera(message("2", CAMERA, true)).forEach(feed::show);
        assertThat(cameras).singleElement().matches(camera -> camera.status() != null);
        assertThat(feed.camera(message("2", CAMERA, false))).isEmpty();
        assertThat(feed.camera(message("3", CAMERA, true))).isEmpty();
        feed.camera(message("2", "", false)).forEach(feed::show);
        assertThat(cameras).last().matches(camera -> camera.status() == null);
    }

    @Test
    void ack_is_that_of_the_instance_of_its_topic() {
        String ack =
                "{\"instance_id\":\"nvr-1\",\"request_id\":\"r\",\"ack_status\":\"completed\"}";
        feed.ack("nvr/control/acks/nvr-1", ack.getBytes(UTF_8)).forEach(feed::show);
        assertThat(acks).singleElement().matches(each -> each.requestId().equals("r"));
        assertThat(feed.ack("nvr/control/acks/nvr-2", ack.getBytes(UTF_8))).isEmpty();
    }

    private static Exchange picture(String source, String instance, String frame, byte[] jpeg) {
        MqttProperties about = new MqttProperties();
        about.setUserProperties(
                Map.of("instance_id", instance, "frame_id", frame).entrySet().stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList());
        return exchange("nvr/snapshots/" + source, new MqttMessage(jpeg, 0, false, about), jpeg);
    }

    private static Exchange message(String source, String text, boolean retained) {
        byte[] payload = text.getBytes(UTF_8);
        return exchange(
                "nvr/cameras/" + source, new MqttMessage(payload, 1, retained, null), payload);
    }

    private static Exchange exchange(String topic, MqttMessage message, byte[] payload) {
        DefaultCamelContext context = new DefaultCamelContext();
        DefaultExchange exchange = new DefaultExchange(context);
        PahoMqtt5Message in = new PahoMqtt5Message(context, message);
        in.setBody(payload);
        in.setHeader("CamelMqttTopic", topic);
        exchange.setIn(in);
        return exchange;
    }
}
