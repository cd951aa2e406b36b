package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(400)
@SuppressWarnings("try") // Processors run, nothing is asked of them.
class HealthIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String LIVE = "/observe/health/live";
    private static final String READY = "/observe/health/ready";

    /** Mosquitto's access list grants every subscription and keeps quiet; this plugin refuses. */
    private static final String ACCESS =
            "plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so\n"
                    + "plugin_opt_config_file /etc/mosquitto/dynamic-security.json";

    @RegisterExtension
    final Mosquitto broker =
            new Mosquitto().config(ACCESS).file("dynamic-security.json", commands(true));

    private final int port = Ports.free();
    private final Http http = new Http(port);

    @Test
    void ready_with_a_dead_camera_and_not_without_the_broker() {
        Map<String, String> settings = RunningProcessor.settings("healthy", broker.url(), 1);
        settings.merge("stream", "7=rtsp://u:word@127.0.0.1:9/dead", (a, b) -> a + b);
        settings.put("http-port", Integer.toString(port));
        try (RunningProcessor processor = new RunningProcessor(settings)) {
            awaitReady();
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(http.body(READY + "?data=true"))
                                            .contains("\"message\":\"1 live, 1 failed\"")
                                            .contains("\"camera-7\":\"failed: connection refused"));
            assertThat(http.status(READY)).isEqualTo(200);

            broker.stop();
            awaitNotReady("commands not connected: ");
            assertThat(http.status(LIVE)).isEqualTo(200);

            broker.start();
            awaitReady();
        }
        assertThat(http.status(LIVE)).isEqualTo(-1);
    }

    @Test
    void not_ready_while_the_broker_refuses_the_commands() {
        Map<String, String> settings = RunningProcessor.settings("refused", broker.url(), 0);
        settings.put("http-port", Integer.toString(port));
        try (RunningProcessor processor = new RunningProcessor(settings)) {
            awaitReady();

            broker.stop();
            broker.file("dynamic-security.json", commands(false)).start();
            awaitNotReady("commands subscription not granted");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(http.series())
                                            .contains(
                                                    "nvr_mqtt_connected{connection=\"commands\",instance_id=\"refused\"}"
                                                            + " 0.0",
                                                    "nvr_mqtt_connected{connection=\"publisher\",instance_id=\"refused\"}"
                                                            + " 1.0"));

            broker.stop();
            broker.file("dynamic-security.json", commands(true)).start();
            awaitReady();
        }
    }

    @Test
    void ready_without_commands_where_control_is_off() {
        Map<String, String> settings = RunningProcessor.settings("mute", broker.url(), 0);
        settings.put("http-port", Integer.toString(port));
        settings.put("enable-control", "false");
        try (RunningProcessor processor = new RunningProcessor(settings)) {
            awaitReady();
        }
    }

    private void awaitReady() {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(http.status(READY)).as(http.body(READY)).isEqualTo(200));
    }

    private void awaitNotReady(String why) {
        await().atMost(SOON).untilAsserted(() -> assertThat(http.body(READY)).contains('"' + why));
        assertThat(http.status(READY)).isEqualTo(503);
    }

    private static String commands(boolean allowed) {
        return """
                {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
                  "subscribe": true, "unsubscribe": true},
                 "roles": [{"rolename": "anybody", "acls": [{"acltype": "subscribePattern",
                  "topic": "nvr/control/commands/#", "priority": 0, "allow": %s}]}],
                 "groups": [{"groupname": "all", "roles": [{"rolename": "anybody"}], "clients": []}],
                 "clients": [], "anonymousGroup": "all"}
                """
                .formatted(allowed);
    }
}
