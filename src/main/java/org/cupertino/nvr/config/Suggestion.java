package org.cupertino.nvr.config;

import java.util.Collection;
import java.util.stream.Collectors;

/** Finds the known words that a misspelt one resembles. */
public final class Suggestion {
    private Suggestion() {}

    /** Something like ", did you mean nvr.max-fps?", or nothing if no word is near. */
    public static String hint(String word, Collection<String> known) {
        int best = known.stream().mapToInt(k -> distance(word, k)).min().orElse(Integer.MAX_VALUE);
        int near = Math.min(best, Math.max(2, word.length() / 4));
        return known.stream()
                .filter(k -> k.startsWith(word) || distance(word, k) <= near)
                .sorted()
                .collect(Collectors.collectingAndThen(Collectors.joining(" or "), Suggestion::ask));
    }

    private static String ask(String words) {
        return words.isEmpty() ? "" : ", did you mean " + words + "?";
    }

    /** Levenshtein's distance: letters to insert, delete or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[row.length - 1];
    }
}
