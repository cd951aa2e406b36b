package org.cupertino.nvr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.wire.AckStatus;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Request PAUSE = new Request("pause", Map.of(), List.of(), "r1", null);

    @Test
    void last_word_of_each_counts_and_the_silent_are_listed() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a", "b", "c"), System.nanoTime());

        answers.take("a", ack("r1", "received"));
        answers.take("a", ack("r1", "completed"));
        answers.take("a", ack("r1", "received"));
        answers.take("b", ack("r1", "received"));

        assertThat(now(answers))
                .extracting(Answer::instance, Answer::status)
                .containsExactly(
                        tuple("a", AckStatus.COMPLETED),
                        tuple("b", AckStatus.RECEIVED),
                        tuple("c", null));
    }

    @Test
    void answers_to_others_and_unknown_words_are_ignored() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a"), System.nanoTime());

        answers.take("a", ack("r2", "completed"));
        answers.take("a", JSON.readTree("{\"ack_status\": \"completed\"}"));
        answers.take("a", ack("r1", "perhaps"));
        answers.take("a", JSON.readTree("[1]"));

        assertThat(now(answers)).containsExactly(Answer.none("a"));
    }

    @Test
    void who_was_not_expected_and_takes_it_up_is_waited_for() throws Exception {
        Answers answers = new Answers(PAUSE, List.of("a"), System.nanoTime());

        answers.take("b", ack("r1", "received"));
        answers.take("a", ack("r1", "completed"));

        assertThat(now(answers)).extracting(Answer::isFinal).containsExactly(true, false);
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

        answers.take("old", ack("r1", "received"));
        answers.take("new", ack("r1", "completed"));

        assertThat(answers.await(Long.MAX_VALUE)).hasSize(1);
        Answer answer = now(answers).get(0);
        assertThat(answer.instance()).isEqualTo("old");
        assertThat(answer.answeredAs()).isEqualTo("new");
        assertThat(answer.isCompleted()).isTrue();
    }

    private static List<Answer> now(Answers answers) throws InterruptedException {
        return answers.await(System.nanoTime());
    }

    private static JsonNode ack(String requestId, String status) {
        return JSON.createObjectNode().put("request_id", requestId).put("ack_status", status);
    }
}
