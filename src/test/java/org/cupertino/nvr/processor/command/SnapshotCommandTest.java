package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code snapshot}, without cameras. */
class SnapshotCommandTest {
    @TempDir Path models;

    @Test
    void lease_is_listed_in_the_status_until_it_is_ended() throws Exception {
        try (ControlPlane plane = new ControlPlane(models)) {
            assertThat(answer(plane, "\"lease_s\":3600,\"width\":320")).isEqualTo("completed null");
            assertThat(plane.statuses)
                    .singleElement()
                    .extracting(Status::leases)
                    .satisfies(
                            leases ->
                                    assertThat(leases)
                                            .extracting(LeaseStatus::what, LeaseStatus::sourceId)
                                            .containsExactly(tuple(What.SNAPSHOT, null)));
            assertThat(answer(plane, "\"lease_s\":0")).isEqualTo("completed null");
            assertThat(plane.statuses.get(1).leases()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"width\":63",
                "\"width\":1921",
                "\"width\":640.5",
                "\"width\":\"640\"",
                "\"width\":-1,\"lease_s\":0",
                "\"lease_s\":-1",
                "\"lease_s\":86401",
                "\"source_id\":-1"
            })
    void wrong_parameters_are_rejected(String params) throws Exception {
        try (ControlPlane plane = new ControlPlane(models)) {
            assertThat(answer(plane, params)).isEqualTo("rejected invalid_param");
            assertThat(plane.pictures.wishes().statuses(plane.instance.clock())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"source_id\":7", "\"source_id\":7,\"lease_s\":5"})
    void camera_that_there_is_not_is_rejected(String params) throws Exception {
        try (ControlPlane plane = new ControlPlane(models)) {
            assertThat(answer(plane, params)).isEqualTo("rejected unknown_source");
        }
    }

    @Test
    void processor_that_never_publishes_pictures_says_so() throws Exception {
        try (ControlPlane plane =
                new ControlPlane(models, true, Map.of("nvr.snapshots", "never"))) {
            assertThat(answer(plane, "\"lease_s\":30")).isEqualTo("rejected not_allowed");
            assertThat(answer(plane, "\"width\":640")).isEqualTo("rejected not_allowed");
        }
    }

    /** Status and code of the last ack. */
    private static String answer(ControlPlane plane, String params) throws Exception {
        int before = plane.acks().size();
        plane.send("{\"command\":\"snapshot\",\"params\":{" + params + "}}");
        JsonNode ack = plane.awaitAcks(before + 2).get(before + 1);
        return ack.get("ack_status").asText() + " " + ack.path("code").asText(null);
    }
}
