package org.cupertino.nvr.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cupertino.nvr.wire.LeaseStatus;
import org.cupertino.nvr.wire.LeaseStatus.What;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of {@code lease_s}, without cameras; the rate for those to come is 0.1. */
class LeaseCommandsTest {
    @TempDir Path models;
    private ControlPlane plane;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        plane = new ControlPlane(models);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void leased_rate_returns_by_itself_and_both_are_published() throws Exception {
        done("set_fps", "\"max_fps\":5,\"lease_s\":0.3");
        assertThat(plane.statuses.get(0).maxFps()).isEqualTo(5);
        LeaseStatus lease = leases(0).get(0);
        assertThat(lease.what()).isEqualTo(What.MAX_FPS);
        assertThat(lease.sourceId()).isNull();
        assertThat(lease.maxFps()).isEqualTo(0.1);
        assertThat(lease.until()).isAfter(plane.statuses.get(0).timestamp());
        await().atMost(ControlPlane.SOON).until(() -> plane.statuses.size() == 2);
        assertThat(plane.statuses.get(1).maxFps()).isEqualTo(0.1);
        assertThat(leases(1)).isNull();
    }

    @Test
    void renewal_alone_is_not_published_another_rate_is_and_the_first_rate_returns()
            throws Exception {
        done("set_fps", "\"max_fps\":5,\"lease_s\":1");
        done("set_fps", "\"max_fps\":5,\"lease_s\":3600");
        await().during(Duration.ofMillis(1_500))
                .atMost(ControlPlane.SOON)
                .until(() -> plane.cameras.maxFps() == 5);
        assertThat(plane.statuses).hasSize(1);
        done("set_fps", "\"max_fps\":6,\"lease_s\":0.2");
        assertThat(plane.statuses.get(1).maxFps()).isEqualTo(6);
        await().atMost(ControlPlane.SOON).until(() -> plane.cameras.maxFps() == 0.1);
    }

    @Test
    void zero_ends_it_at_once_and_does_nothing_without_one() throws Exception {
        done("set_fps", "\"lease_s\":0");
        assertThat(plane.statuses).isEmpty();
        done("set_fps", "\"max_fps\":5,\"lease_s\":3600");
        done("set_fps", "\"max_fps\":7,\"lease_s\":0");
        assertThat(plane.statuses).extracting(Status::maxFps).containsExactly(5.0, 0.1);
    }

    @Test
    void rate_for_good_ends_the_lease() throws Exception {
        done("set_fps", "\"max_fps\":5,\"lease_s\":0.5");
        done("set_fps", "\"max_fps\":7");
        await().during(Duration.ofMillis(800))
                .atMost(ControlPlane.SOON)
                .until(() -> plane.cameras.maxFps() == 7);
        assertThat(plane.statuses).extracting(Status::maxFps).containsExactly(5.0, 7.0);
        assertThat(leases(1)).isNull();
    }

    @Test
    void ping_renews_the_life_of_a_processor_that_has_a_lease() throws Exception {
        plane.mortal = true;
        done("ping", "\"other\":1");
        assertThat(plane.lease).hasNullValue();
        done("ping", "\"lease_s\":2.5");
        assertThat(plane.lease).hasValue(Duration.ofMillis(2_500));
        assertThat(plane.statuses).extracting(Status::pong).containsExactly(true, true);
    }

    private List<LeaseStatus> leases(int status) {
        return plane.statuses.get(status).leases();
    }

    private void done(String command, String params) throws Exception {
        plane.send("{\"command\":\"%s\",\"params\":{%s}}".formatted(command, params));
        JsonNode last = plane.awaitAcks(2 * ++sent).get(2 * sent - 1);
        assertThat(last.path("ack_status").asText()).as("%s", last).isEqualTo("completed");
    }
}
