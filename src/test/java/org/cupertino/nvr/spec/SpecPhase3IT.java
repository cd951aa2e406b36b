package org.cupertino.nvr.spec;

import static org.assertj.core.api.Assertions.assertThatObject;
import static org.cupertino.nvr.spec.Example.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Topics are cameras; the payload says who saw it. */
class SpecPhase3IT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();

    @Test
    void two_processors_on_one_camera_publish_to_one_topic(@TempDir Path folder) {
        RtspServer.assumeAvailable();
        Example example = new Example(3, BROKER, processors, folder);
        try (RtspServer cameras =
                RtspServer.start(Map.of("2", RtspServer.resource("/demo/people.mp4")))) {
            processors.environment("NVR_STREAM_SERVER", "rtsp://127.0.0.1:" + cameras.port());
            example.typeProcessors(2);

            ProcessorProcess subscriber = example.type("mosquitto_sub");
            example.assertDone();
            assertThatObject(first(subscriber, "proc-main"))
                    .returns(2, event -> event.get("source_id").asInt())
                    .returns("yolov8x-640", event -> event.get("model_id").asText());
            assertThatObject(first(subscriber, "emergency-room-2"))
                    .returns(2, event -> event.get("source_id").asInt())
                    .returns("yolov11x-640", event -> event.get("model_id").asText());
        }
    }

    private static JsonNode first(ProcessorProcess subscriber, String id) {
        return Example.json(
                subscriber.awaitLine("^.*\"instance_id\":\"" + id + "\".*$", SOON).group());
    }
}
