package io.opadpo.dataset.build;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Answers in which the model got stuck. The trainer applies the same rules. */
final class Repetition {

    private static final int MAX_OCCURRENCES = 30;

    private Repetition() {}

    /**
     * The last full sentence (one that a full stop ends), when it also occurs before, be it inside another. Full stops
     * in a row end one sentence: in the reference, every answer that ends with an ellipsis counts as repeating.
     */
    static Optional<String> lastSentence(String answer) {
        int end = answer.lastIndexOf('.');
        int start = end;
        while (start >= 0 && answer.substring(start, end).replace('.', ' ').isBlank()) {
            end = start;
            start = answer.lastIndexOf('.', start - 1);
        }
        if (end < 0) {
            return Optional.empty();
        }
        String last = answer.substring(start + 1, end).strip();
        boolean before = !last.isEmpty() && answer.substring(0, start + 1).contains(last);
        return before ? Optional.of(last) : Optional.empty();
    }

    /** The last word, when it occurs more than 30 times before. */
    static Optional<String> lastWord(String answer) {
        List<String> words = Arrays.asList(answer.strip().split("\\s+"));
        String last = words.get(words.size() - 1);
        int before = Collections.frequency(words, last) - 1;
        return before > MAX_OCCURRENCES ? Optional.of(last) : Optional.empty();
    }
}
