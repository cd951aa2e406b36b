package org.cupertino.nvr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TopicsTest {
    private final Topics topics = new Topics("nvr");

    @Test
    void topics_are_the_addresses_of_the_asyncapi_document() throws Exception {
        JsonNode document =
                new ObjectMapper()
                        .valueToTree(
                                new Load(LoadSettings.builder().build())
                                        .loadFromString(
                                                Files.readString(
                                                        Path.of(
                                                                "src/main/resources/asyncapi/asyncapi.yaml"))));
        List<String> addresses = new ArrayList<>();
        document.get("channels").forEach(channel -> addresses.add(channel.get("address").asText()));

        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        topics.commands(),
                        topics.commands("{instance_id}"),
                        topics.status("{instance_id}"),
                        topics.paused("{instance_id}"),
                        topics.acks("{instance_id}"),
                        "null",
                        topics.detections("{source_id}"),
                        topics.snapshots("{source_id}"),
                        topics.metrics("{instance_id}"),
                        topics.roomEvents(),
                        topics.roomStatus("{room_id}"),
                        topics.roomNotices("{room_id}"),
                        topics.cameras("{source_id}"),
                        topics.rejectedEvents(),
                        topics.leader());
        assertThat(document.at("/channels/replies/address").isNull()).isTrue();
        assertThat(document.at("/channels/replies/description").asText())
                .contains("`" + topics.replies() + "`");
    }

    @Test
    void prefix_may_have_several_parts() {
        assertThat(new Topics("home/west").detections(Topics.ANY))
                .isEqualTo("home/west/detections/+");
    }
}
