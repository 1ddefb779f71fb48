package io.opadpo.dataset.build;

import java.util.Arrays;
import java.util.List;

/** How much of an answer was rewritten. */
final class WordEdits {

    /** Bounds the time spent on one pair; the longest answers have some 700 words. */
    private static final int MAX_WORDS = 4_000;

    private WordEdits() {}

    static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
    }

    /**
     * Words inserted, deleted or replaced between two answers, as a share of the longer one: 0 for equal ones, 1 if no
     * word stayed. What follows the first 4,000 words is not compared.
     */
    static double share(List<String> before, List<String> after) {
        List<String> a = before.subList(0, Math.min(MAX_WORDS, before.size()));
        List<String> b = after.subList(0, Math.min(MAX_WORDS, after.size()));
        int longer = Math.max(a.size(), b.size());
        if (longer == 0) {
            return 0;
        }
        int shorter = Math.min(a.size(), b.size());
        int start = 0;
        while (start < shorter && a.get(start).equals(b.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
            end++;
        }
        return (double) distance(a.subList(start, a.size() - end), b.subList(start, b.size() - end)) / longer;
    }

    /** Levenshtein's distance, a row of his table at a time. */
    private static int distance(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.size(); j++) {
                int replaced = diagonal + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.size()];
    }
}
