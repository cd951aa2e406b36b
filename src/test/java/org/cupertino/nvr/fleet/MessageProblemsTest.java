package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageProblemsTest {
    private final MessageProblems problems = new MessageProblems();

    @Test
    void problem_is_named_once_a_topic_until_a_right_message_comes() {
        problems.add("nvr/control/status/x", "is ignored, it is not UTF-8");
        problems.add("nvr/control/status/x", "is ignored, it is not a JSON object");
        problems.add("nvr/control/acks/\u001b", "is ignored, it has no request_id");

        assertThat(problems.all())
                .containsExactly(
                        "The message at nvr/control/acks/? is ignored, it has no request_id",
                        "The message at nvr/control/status/x is ignored, it is not a JSON object");

        problems.over("nvr/control/status/x");
        assertThat(problems.all()).hasSize(1);
    }

    @Test
    void many_topics_cost_no_more_than_a_hundred_sentences() {
        for (int i = 0; i < 1_000; i++) {
            problems.add("nvr/control/status/x" + i, "is ignored");
        }

        assertThat(problems.all()).hasSize(100);
    }
}
