package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cupertino.nvr.spec.Example.SOON;

import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator gives a processor that it started a name. */
class SpecPhase5IT {
    private static final String IN_TEXT = "processor-a3f2b1c0";
    private static final String NEW = "emergency-room-2";

    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();

    @Test
    void renamed_processor_goes_on_under_its_new_name(@TempDir Path folder) {
        RtspServer.assumeAvailable();
        Example example = new Example(5, BROKER, processors, folder);
        try (RtspServer cameras =
                        RtspServer.start(Map.of("2", RtspServer.resource("/demo/people.mp4")));
                MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/#")) {
            processors.environment("NVR_STREAM_SERVER", "rtsp://127.0.0.1:" + cameras.port());
            ProcessorProcess processor = example.typeProcessor();
            String old =
                    processor.awaitLine("instance_id: (processor-[0-9a-f]{8})$", SOON).group(1);

            assertThat(example.typeSubscribe())
                    .singleElement()
                    .returns(old, status -> status.get("instance_id").asText());

            assertThat(example.type("mosquitto_pub", IN_TEXT, old).awaitExit(SOON)).isZero();
            // Answered under the new name, as everything is from then on.
            probe.await(Example.completed(NEW, "rename_instance"), SOON);
            probe.await(m -> m.topic().endsWith("/" + old) && m.payload().isEmpty(), SOON);
            probe.await(Example.status(NEW, "running"), SOON);

            assertThat(example.typeSubscribe())
                    .singleElement()
                    .returns(NEW, status -> status.get("instance_id").asText())
                    .returns(old, status -> status.path("renamed_from").asText());
            assertThat(example.typeSubscribe())
                    .singleElement()
                    .returns(NEW, event -> event.get("instance_id").asText())
                    .returns(2, event -> event.get("source_id").asInt());

            example.typePublish();
            probe.await(Example.completed(NEW, "pause"), SOON);
            probe.await(Example.status(NEW, "paused"), SOON);
            example.assertDone();
        }
    }
}
