package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.wire.Ack;
import org.cupertino.nvr.wire.AckStatus;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Request PAUSE = new Request("pause", Map.of(), List.of(), "r1", null);

    @Test
    void last_word_of_each_counts_and_the_silent_are_listed() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a", "b", "c"), System.nanoTime());

        answers.take(ack("a", "r1", AckStatus.RECEIVED));
        answers.take(ack("a", "r1", AckStatus.COMPLETED));
        answers.take(ack("a", "r1", AckStatus.RECEIVED));
        answers.take(ack("b", "r1", AckStatus.RECEIVED));

        assertThat(now(answers))
                .extracting(Answer::instance, Answer::status)
                .containsExactly(
                        tuple("a", AckStatus.COMPLETED),
                        tuple("b", AckStatus.RECEIVED),
                        tuple("c", null));
    }

    @Test
    void answers_to_others_are_ignored() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a"), System.nanoTime());

        assertThat(answers.take(ack("a", "r2", AckStatus.COMPLETED))).isFalse();

        assertThat(now(answers)).containsExactly(Answer.none("a"));
    }

    @Test
    void who_was_not_expected_is_listed_and_not_waited_for() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a"), System.nanoTime());

        answers.take(ack("b", "r1", AckStatus.RECEIVED));
        answers.take(ack("a", "r1", AckStatus.COMPLETED));

        assertThat(answers.await(Long.MAX_VALUE))
                .extracting(Answer::isFinal)
                .containsExactly(true, false);
    }

    @Test
    void nobody_answers_for_the_one_that_was_asked() throws Exception {
        Request one = new Request("pause", Map.of(), List.of("main"), "r1", null);
        Answers answers = new Answers(one, List.of("main"), System.nanoTime());

        assertThat(answers.take(ack("0", "r1", AckStatus.REJECTED))).isFalse();
        assertThat(answers.take(ack("main", "r1", AckStatus.COMPLETED))).isTrue();

        assertThat(answers.await(Long.MAX_VALUE))
                .extracting(Answer::instance, Answer::status)
                .containsExactly(tuple("main", AckStatus.COMPLETED));
    }

    @Test
    void rename_is_answered_under_the_new_id() throws Exception {
        Request rename =
                new Request(
                        "rename_instance",
                        Map.of("new_instance_id", "new"),
                        List.of("old"),
                        "r1",
                        null);
        Answers answers = new Answers(rename, List.of("old"), System.nanoTime());

        answers.take(ack("old", "r1", AckStatus.RECEIVED));
        answers.take(ack("new", "r1", AckStatus.COMPLETED));

        assertThat(answers.await(Long.MAX_VALUE)).hasSize(1);
        Answer answer = now(answers).get(0);
        assertThat(answer.instance()).isEqualTo("old");
        assertThat(answer.answeredAs()).isEqualTo("new");
        assertThat(answer.isCompleted()).isTrue();
    }

    private static List<Answer> now(Answers answers) throws InterruptedException {
        return answers.await(System.nanoTime());
    }

    private static Ack ack(String instance, String requestId, AckStatus status) {
        return new Ack(instance, "pause", requestId, status, null, null, Instant.EPOCH);
    }
}
