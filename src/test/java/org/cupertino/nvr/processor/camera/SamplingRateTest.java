package org.cupertino.nvr.processor.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.cupertino.nvr.timing.Leases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplingRateTest {
    private final Leases leases = new Leases();

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void another_base_holds_at_once_or_when_the_lease_ends() {
        assertThat(SamplingRate.forGood(1).based(2)).isEqualTo(SamplingRate.forGood(2));
        SamplingRate leased =
                SamplingRate.forGood(1).leased(5, leases.begin(Duration.ofHours(1), l -> {}));
        assertThat(leased.based(2).now()).isEqualTo(5);
        assertThat(leased.based(2).ended().now()).isEqualTo(2);
    }
}
