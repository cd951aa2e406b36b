package org.cupertino.nvr.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A unified diff. Line numbers are ignored, as they change with every edit of a file: instead, the
 * lines of a hunk must be in the file, and in one place only.
 */
record Patch(List<FileEdit> edits) {
    private static final String NOTHING = "/dev/null";

    /** What is to become of one file. */
    record FileEdit(boolean isNew, Path file, List<Hunk> hunks) {}

    /** Lines before and after, with the ones around them. */
    record Hunk(List<String> before, List<String> after) {}

    static Patch parse(String diff) {
        List<FileEdit> edits = new ArrayList<>();
        List<String> lines = diff.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("--- ")
                    && i + 1 < lines.size()
                    && lines.get(i + 1).startsWith("+++ b/")) {
                edits.add(
                        new FileEdit(
                                line.endsWith(NOTHING),
                                Path.of(lines.get(i + 1).substring("+++ b/".length())),
                                new ArrayList<>()));
                i++;
            } else if (line.startsWith("@@ ")) {
                last(edits).hunks().add(new Hunk(new ArrayList<>(), new ArrayList<>()));
            } else {
                Hunk hunk = last(last(edits).hunks());
                String text = line.isEmpty() ? "" : line.substring(1);
                char kind = line.isEmpty() ? ' ' : line.charAt(0);
                assertThat(" +-").as(line).contains(String.valueOf(kind));
                if (kind != '+') {
                    hunk.before().add(text);
                }
                if (kind != '-') {
                    hunk.after().add(text);
                }
            }
        }
        return new Patch(edits);
    }

    /**
     * What the files are afterwards; none is written.
     *
     * @throws AssertionError if it does not fit
     */
    Map<Path, String> applyTo(Path folder) throws IOException {
        Map<Path, String> changed = new TreeMap<>();
        for (FileEdit edit : edits) {
            Path file = folder.resolve(edit.file());
            assertThat(Files.exists(file)).as("%s exists", edit.file()).isNotEqualTo(edit.isNew());
            String text = edit.isNew() ? "" : "\n" + Files.readString(file);
            for (Hunk hunk : edit.hunks()) {
                if (edit.isNew()) {
                    text = "\n" + text(hunk.after());
                } else {
                    text = replaced(edit.file(), text, hunk);
                }
            }
            changed.put(edit.file(), text.substring(1));
        }
        return changed;
    }

    private static String replaced(Path file, String text, Hunk hunk) {
        String before = "\n" + text(hunk.before());
        int at = text.indexOf(before);
        assertThat(at).as("%s has:%s", file, before).isNotNegative();
        assertThat(text.indexOf(before, at + 1)).as("%s has twice:%s", file, before).isNegative();
        return text.substring(0, at)
                + "\n"
                + text(hunk.after())
                + text.substring(at + before.length());
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static <T> T last(List<T> list) {
        assertThat(list).isNotEmpty();
        return list.get(list.size() - 1);
    }
}
