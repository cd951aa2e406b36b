package org.cupertino.nvr.processor.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateIdWatchTest {
    private final List<Status> published = new ArrayList<>();
    private final StatusReport status =
            new StatusReport(
                    new Instance("proc-a", Clock.systemUTC()),
                    new Cameras(new DefaultCamelContext(), (id, uri) -> null, 1, new Leases()),
                    Detectors.on(Path.of("none")),
                    published::add);
    private final Deque<Runnable> timer = new ArrayDeque<>();
    private final DuplicateIdWatch watch =
            new DuplicateIdWatch(status, (time, task) -> timer.add(task));

    @Test
    void duplicate_is_reported_once_with_its_host() {
        hear("{\"status\":\"running\",\"host\":\"box-2.lan\"}");
        hear("{\"status\":\"paused\",\"host\":\"box-2.lan\"}");
        assertThat(published).hasSize(1);
        assertThat(published.get(0).reason())
                .isEqualTo(
                        "Another processor on host box-2.lan has the same instance id, stop or"
                                + " rename one of the two");
    }

    @Test
    void reason_of_the_state_stands_beside_it() {
        hear("{\"status\":\"running\"}");
        status.enter(InstanceState.RECONFIGURING, "Loading model m");
        assertThat(published.get(1).reason()).startsWith("Loading model m; Another processor has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"status\":\"stopped\"}", "{\"status\":\"offline\"}"})
    void status_is_published_again_without_it_when_the_duplicate_is_gone(String goodbye) {
        hear("{\"status\":\"running\"}");
        hear(goodbye);
        pass();
        assertThat(published).hasSize(2);
        assertThat(published.get(1).reason()).isNull();
    }

    @Test
    void processors_that_stop_at_once_do_not_answer_each_other() {
        status.enter(InstanceState.STOPPING, null);
        status.enter(InstanceState.STOPPED, null);
        hear("{\"status\":\"stopped\"}");
        hear("");
        assertThat(published).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "null", "5", "[]", "{}", "{\"status\":5e999", "{\"a\":\"b\"}"})
    void nonsense_on_the_topic_accuses_nobody(String nonsense) {
        hear(nonsense);
        assertThat(published).isEmpty();
    }

    @Test
    void host_that_is_none_is_not_repeated() {
        hear("{\"status\":\"running\",\"host\":\"<b>rtsp://u:S3CRET@x\"}");
        assertThat(published.get(0).reason()).startsWith("Another processor has");
    }

    @Test
    void foreign_statuses_are_answered_once_a_second_as_long_as_they_come() {
        for (int second = 1; second <= 5; second++) {
            hear("{\"status\":\"stopped\"}");
            hear("{\"status\":\"running\"}");
            hear("");
            assertThat(published).hasSize(second);
            pass();
        }
        assertThat(published).as("the last one is answered as well").hasSize(6);
        pass();
        hear("{\"status\":\"running\"}");
        assertThat(published).as("after a rest at once").hasSize(7);
    }

    /** A second. */
    private void pass() {
        List<Runnable> due = List.copyOf(timer);
        timer.clear();
        due.forEach(Runnable::run);
    }

    private void hear(String payload) {
        watch.heard(payload.getBytes(UTF_8));
    }
}
