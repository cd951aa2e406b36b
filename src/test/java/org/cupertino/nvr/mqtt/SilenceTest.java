package org.cupertino.nvr.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/** Whoever has another connection to a broker that has fallen silent has to doubt that one too. */
class SilenceTest {
    @Test
    void loss_by_silence_is_known_when_the_listener_runs_and_other_losses_are_none()
            throws Exception {
        MqttSettings settings = new MqttSettings("tcp://127.0.0.1:1", null, null, null, null, null);
        LinkKeeper keeper =
                new LinkKeeper(
                        "test",
                        new MqttClient(settings.url(), "test", null),
                        settings,
                        null,
                        Duration.ZERO);
        List<Boolean> silent = new ArrayList<>();
        keeper.onLost(() -> silent.add(keeper.isSilent()));
        assertThat(keeper.isSilent()).isFalse();

        keeper.state().markUp(0);
        keeper.events().disconnected(lost(MqttClientException.REASON_CODE_CLIENT_TIMEOUT));
        keeper.state().markUp(0);
        keeper.events().disconnected(lost(MqttClientException.REASON_CODE_CONNECTION_LOST));

        assertThat(silent).containsExactly(true, false);
    }

    private static MqttDisconnectResponse lost(int reason) {
        return new MqttDisconnectResponse(new MqttException(reason));
    }
}
