package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.fleet.rule.Finding;
import org.cupertino.nvr.fleet.rule.Rules;
import org.cupertino.nvr.fleet.rule.Suspicions;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.Test;

/** Which processors are asked to look more often, where somebody may lie. */
class SuspicionsTest {
    private final RegularProcessors regular = new RegularProcessors();
    private final Suspicions suspicions =
            new Suspicions(
                    regular.roster,
                    regular.sender,
                    1,
                    Duration.ofSeconds(20),
                    camera -> camera == 9);
    private final Rules rules =
            new Rules(
                    OrchestratorOptions.from(key -> null, Map.of()).rules(),
                    "orchestrator",
                    suspicions);

    @Test
    void every_slower_processor_of_the_camera_is_asked_and_no_other() throws Exception {
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(2, 0.1), RegularProcessors.live(3, 0.1)));
        regular.put("proc-b", 0.05, List.of(RegularProcessors.live(2, 0.05)));
        regular.put("fast", 5, List.of(RegularProcessors.live(2, 5)));
        regular.put("same", 1, List.of(RegularProcessors.live(2, 1)));
        regular.put("paused", 0.1, List.of(RegularProcessors.camera(2, SourceState.PAUSED, 0.1)));
        regular.put(
                "emergency-1",
                0.5,
                List.of(RegularProcessors.live(2, 0.5)),
                RegularProcessors.mortal());

        suspect(2);

        assertThat(regular.sender.sent())
                .containsExactlyInAnyOrder(
                        "proc-a set_fps {lease_s=20.0, max_fps=1.0, source_id=2}",
                        "proc-b set_fps {lease_s=20.0, max_fps=1.0, source_id=2}");
        assertThat(suspicions.cameras()).containsExactly(2);
    }

    @Test
    void lease_is_not_renewed_with_each_sample() throws Exception {
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(2, 0.1)));
        suspect(2);
        regular.put(
                "proc-a",
                0.1,
                List.of(RegularProcessors.live(2, 1)),
                RegularProcessors.slowed(2, 0.1));
        suspect(2);
        assertThat(regular.sender.sent()).hasSize(1);
    }

    @Test
    void processor_that_does_not_obey_keeps_the_others_from_nothing() throws Exception {
        regular.sender.deaf("proc-a");
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(2, 0.1)));
        regular.put("proc-b", 0.1, List.of(RegularProcessors.live(2, 0.1)));
        suspect(2);
        assertThat(regular.sender.sent()).singleElement().asString().startsWith("proc-b");
    }

    @Test
    void camera_of_a_room_in_emergency_is_watched_closely_anyway() throws Exception {
        regular.put("proc-a", 0.1, List.of(RegularProcessors.live(9, 0.1)));
        suspect(9);
        assertThat(regular.sender.sent()).isEmpty();
        assertThat(suspicions.cameras()).isEmpty();
    }

    private void suspect(int camera) throws InterruptedException {
        rules.raise(new Finding(Finding.What.SUSPICION, camera, Instant.EPOCH, 0.5, 1));
    }
}
