package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Request> sent = new CopyOnWriteArrayList<>();
    private final Presence presence = new Presence(sent::add);

    PresenceTest() {
        presence.start();
    }

    @AfterEach
    void close() {
        presence.close();
    }

    @Test
    void everybody_is_pinged_after_a_connect_and_only_who_answers_counts() {
        presence.connected();
        presence.status("ghost", false, 0);

        await().atMost(SOON).until(() -> !sent.isEmpty());
        Request ping = sent.get(0);
        assertThat(ping.command()).isEqualTo("ping");
        assertThat(ping.targets()).isEmpty();
        assertThat(presence.isAnswer(ping.requestId())).isTrue();
        assertThat(presence.isAnswer(Request.newId())).isFalse();
        presence.answered("proc-a");
        assertThat(presence.answers("proc-a")).isTrue();
        assertThat(presence.answers("ghost")).isFalse();
    }

    @Test
    void who_publishes_a_status_or_metrics_and_has_not_answered_is_pinged_in_one_command() {
        presence.status("proc-b", false, 0);
        presence.metrics("proc-a");

        await().atMost(SOON).until(() -> !sent.isEmpty());
        assertThat(sent.get(0).targets()).containsExactly("proc-a", "proc-b");
        assertThat(presence.answers("proc-a")).isFalse();
    }

    @Test
    void who_answers_and_says_it_is_gone_is_pinged() {
        presence.answered("proc-a");
        presence.status("proc-a", false, 0);
        presence.status("proc-b", true, 0);
        presence.status("proc-a", true, 0);

        await().atMost(SOON).until(() -> !sent.isEmpty());
        assertThat(sent.get(0).targets()).containsExactly("proc-a");
    }

    @Test
    void who_is_silent_for_three_of_its_intervals_or_to_a_command_counts_no_more() {
        presence.status("proc-a", false, 0.05);
        presence.answered("proc-a");
        presence.answered("proc-b");
        assertThat(presence.answers("proc-a")).isTrue();

        await().atMost(SOON).until(() -> !presence.answers("proc-a"));
        assertThat(presence.answers("proc-b")).isTrue();
        presence.silent("proc-b");
        assertThat(presence.answers("proc-b")).isFalse();
    }
}
