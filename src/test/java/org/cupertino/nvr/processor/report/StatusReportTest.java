package org.cupertino.nvr.processor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.report.StatusReport.Hearing;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private final List<Status> published = new ArrayList<>();
    private final StatusReport report =
            new StatusReport(
                    new Instance("proc-a", Clock.systemUTC()),
                    new Cameras(new DefaultCamelContext(), (id, uri) -> null, 1, new Leases()),
                    Detectors.on(Path.of("none")),
                    published::add);
    private Hearing hearing = Hearing.NOT_YET;

    StatusReportTest() {
        report.hearing(() -> hearing);
    }

    @Test
    void processor_is_starting_until_commands_are_heard() {
        report.enter(InstanceState.STARTING, null);
        report.heardOrNot();
        report.enter(InstanceState.RUNNING, null);
        assertThat(last().reason()).isEqualTo("Not subscribed to commands yet");
        hearing = Hearing.YES;
        report.heardOrNot();
        assertThat(last().reason()).isNull();
        hearing = Hearing.NOT_YET;
        report.enter(InstanceState.RECONFIGURING, null);
        assertThat(published)
                .extracting(Status::status)
                .containsExactly(
                        InstanceState.STARTING,
                        InstanceState.STARTING,
                        InstanceState.RUNNING,
                        InstanceState.STARTING);
    }

    @Test
    void refused_subscription_to_commands_is_an_error() {
        report.enter(InstanceState.RUNNING, null);
        hearing = Hearing.REFUSED;
        report.heardOrNot();
        assertThat(last().status()).isEqualTo(InstanceState.ERROR);
        assertThat(last().reason()).contains("refuses the subscription to commands");
    }

    @Test
    void stop_is_said_whether_commands_are_heard_or_not() {
        report.enter(InstanceState.STOPPED, null);
        report.heardOrNot();
        assertThat(published).singleElement().extracting(Status::reason).isNull();
        assertThat(last().status()).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void who_is_gone_is_kept_for_a_day_and_others_for_three() {
        report.metricsInterval(Duration.ofSeconds(10));
        report.enter(InstanceState.RUNNING, null);
        assertThat(last().keptForS()).isEqualTo(3 * 86_400);
        assertThat(last().metricsIntervalS()).isEqualTo(10);
        report.enter(InstanceState.STOPPED, null);
        assertThat(last().keptForS()).isEqualTo(86_400);
        assertThat(report.lastWill("proc-a").keptForS()).isEqualTo(86_400);
        assertThat(report.lastWill("proc-a").metricsIntervalS()).isEqualTo(10);
    }

    private Status last() {
        return published.get(published.size() - 1);
    }
}
