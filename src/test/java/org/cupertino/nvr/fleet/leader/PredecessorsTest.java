package org.cupertino.nvr.fleet.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredecessorsTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("site");
    }

    @Test
    void the_first_follows_nobody_and_leaves_its_token_while_it_runs() throws Exception {
        try (Predecessors first = Predecessors.of(file, "a").orElseThrow()) {
            assertThat(first.ended()).isEmpty();
            assertThat(file).hasContent("a");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void one_that_did_not_say_goodbye_has_ended_when_its_lock_is_free() throws Exception {
        Files.write(file, List.of("a", "b"));

        try (Predecessors next = Predecessors.of(file, "c").orElseThrow()) {
            assertThat(next.ended()).containsExactlyInAnyOrder("a", "b");
            assertThat(file).hasContent("a\nb\nc");
        }
    }

    @Test
    void beside_one_that_lives_nothing_is_known_and_the_file_stays() {
        try (Predecessors first = Predecessors.of(file, "a").orElseThrow()) {
            assertThat(first.ended()).isEmpty();
            assertThat(Predecessors.of(file, "b")).isEmpty();
            assertThat(file).hasContent("a");
        }
    }

    @Test
    void the_file_names_ten_at_most() throws Exception {
        Files.write(file, IntStream.range(0, 10).mapToObj(Integer::toString).toList());

        try (Predecessors next = Predecessors.of(file, "next").orElseThrow()) {
            assertThat(next.ended()).hasSize(10);
            assertThat(Files.readAllLines(file)).hasSize(10).contains("9", "next");
        }
    }

    @Test
    void without_a_folder_nothing_is_known() {
        assertThat(Predecessors.of(folder.resolve("none/site"), "a")).isEqualTo(Optional.empty());
    }
}
