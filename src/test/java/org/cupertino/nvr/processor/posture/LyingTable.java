package org.cupertino.nvr.processor.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.posture.LyingScore.Person;
import org.cupertino.nvr.support.PngFrame;
import org.cupertino.nvr.wire.BoundingBox;

/** Prints, for each way to look, who is found lying in a folder of pictures with labels. */
final class LyingTable {
    static final String LYING = "lying(?!-head).*|two";
    static final String OTHERS = "standing.*|leaning30|leaning45|sitting";

    private LyingTable() {}

    public static void main(String[] args) throws Exception {
        Path pictures = Path.of(args[0]);
        Precision precision = Precision.valueOf(args[1]);
        Path models = Looks.models(Files.createTempDirectory("models"));
        String[][] ways =
                args.length > 2
                        ? new String[][] {args[2].split(",")}
                        : new String[][] {
                            {"nanodet-g-416", "-"},
                            {"nanodet-g-640", "-"},
                            {"movenet-multipose-416", "-"},
                            {"movenet-multipose-640", "-"},
                            {"nanodet-g-416", "nanodet-g-416"},
                            {"nanodet-g-640", "nanodet-g-640"},
                            {"-", "movenet-multipose-416"},
                            {"nanodet-g-416", "movenet-multipose-320"},
                            {"nanodet-g-416", "movenet-multipose-416"},
                            {"nanodet-g-640", "movenet-multipose-416"},
                            {"nanodet-g-640", "movenet-multipose-640"},
                            {"movenet-multipose-416", "movenet-multipose-416"},
                            {"movenet-multipose-640", "movenet-multipose-640"},
                        };
        for (String[] way : ways) {
            List<String> failed = new ArrayList<>();
            LyingScore score = score(pictures, models, way, precision, failed);
            System.out.printf(
                    "| %s | %s | %d of %d | %d of %d | %d of %d | %d of %d | %d of %d | %d of %d |%n",
                    way[0],
                    way[1],
                    score.found(LYING),
                    score.lying(LYING),
                    score.found("lying-(small|hidden)"),
                    score.lying("lying-(small|hidden)"),
                    score.found("lying-head-near"),
                    score.lying("lying-head-near"),
                    score.wrong(OTHERS),
                    score.pictures(OTHERS),
                    score.wrong("leaning60"),
                    score.pictures("leaning60"),
                    score.wrong("bent"),
                    score.pictures("bent"));
            if (args.length > 2) {
                System.out.println(score);
                System.out.println(failed);
            }
        }
    }

    /**
     * @param failed gets the names of the pictures that are not as they should be
     */
    static LyingScore score(
            Path pictures, Path models, String[] way, Precision precision, List<String> failed)
            throws Exception {
        LyingScore score = new LyingScore();
        try (Looks looks = new Looks(models, none(way[0]), none(way[1]), precision)) {
            for (JsonNode label :
                    new ObjectMapper().readTree(pictures.resolve("labels.json").toFile())) {
                String image = label.get("image").asText();
                PngFrame frame = PngFrame.of(Files.newInputStream(pictures.resolve(image)));
                if (!score.count(label.get("group").asText(), people(label), looks.at(frame))) {
                    failed.add(image);
                }
            }
        }
        return score;
    }

    private static String none(String id) {
        return id.equals("-") ? null : id;
    }

    private static List<Person> people(JsonNode label) {
        List<Person> people = new ArrayList<>();
        for (JsonNode person : label.get("people")) {
            JsonNode box = person.get("visible_box");
            float left = box.get(0).floatValue();
            float top = box.get(1).floatValue();
            float right = box.get(2).floatValue();
            float bottom = box.get(3).floatValue();
            people.add(
                    new Person(
                            person.get("pose").asText().equals("lying"),
                            new BoundingBox(
                                    (left + right) / 2,
                                    (top + bottom) / 2,
                                    right - left,
                                    bottom - top)));
        }
        return people;
    }
}
