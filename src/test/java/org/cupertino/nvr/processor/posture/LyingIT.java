package org.cupertino.nvr.processor.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.support.PngFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lies is found, and nobody else is called lying. */
class LyingIT {
    private static final Path WHOLE_SET = Path.of("../shared/media/lying");
    private static final String FIRST = "nanodet-g-416";
    private static final String SECOND = "movenet-multipose-416";

    @TempDir Path folder;

    @Test
    void shipped_networks_together_see_who_lies_in_composed_pictures() throws Exception {
        LyingScore score = new LyingScore();
        try (Looks looks = new Looks(Looks.models(folder), FIRST, SECOND, Precision.AUTO)) {
            for (String group :
                    List.of(
                            "standing",
                            "standing-small",
                            "leaning30",
                            "leaning45",
                            "sitting",
                            "bent",
                            "lying",
                            "lying-askew",
                            "lying-small",
                            "lying-hidden",
                            "two")) {
                for (int number = 0; number < 6; number++) {
                    Composed picture = Composed.picture(group, number);
                    score.count(group, picture.people(), looks.at(PngFrame.of(picture.image())));
                }
            }
        }
        assertGood(score);
    }

    @Test
    void shipped_networks_together_see_who_lies_in_the_whole_set() throws Exception {
        assumeTrue(Files.isDirectory(WHOLE_SET), "the whole set, " + WHOLE_SET + ", is not here");
        LyingScore score =
                LyingTable.score(
                        WHOLE_SET,
                        Looks.models(folder),
                        new String[] {FIRST, SECOND},
                        Precision.AUTO,
                        new ArrayList<>());
        assertThat(score.pictures(".*")).isEqualTo(124);
        assertGood(score);
    }

    private static void assertGood(LyingScore score) {
        assertThat(score.found(LyingTable.LYING))
                .as("lying people found %s", score)
                .isGreaterThanOrEqualTo((int) (0.97 * score.lying(LyingTable.LYING)));
        String hard = "lying-(small|hidden)";
        assertThat(score.found(hard))
                .as("small and half-covered ones %s", score)
                .isGreaterThanOrEqualTo((int) Math.ceil(0.9 * score.lying(hard)));
        assertThat(score.wrong(LyingTable.OTHERS)).as("called lying %s", score).isZero();
        assertThat(score.wrong("bent")).as("bent called lying %s", score).isLessThanOrEqualTo(1);
    }
}
