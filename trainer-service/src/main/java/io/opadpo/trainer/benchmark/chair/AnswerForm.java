package io.opadpo.trainer.benchmark.chair;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether an answer is a proper text, whatever it says. */
final class AnswerForm {

    /** So often the same sentence in an answer, or more, is being stuck. */
    private static final int SENTENCES = 3;

    /** The same for a word in a row. */
    private static final int WORDS = 5;

    private static final Pattern END = Pattern.compile("[.!?][\"'”’)]*$");

    private AnswerForm() {}

    /**
     * Whether an answer is empty, was cut off by the limit of tokens, has no sentence end at its end, has a sentence three
     * times or a word five times in a row.
     *
     * @param ended whether the model ended it itself
     */
    static boolean isMalformed(String answer, boolean ended) {
        String text = answer.strip();
        return !ended || !END.matcher(text).find() || repeatsSentence(text) || repeatsWord(text);
    }

    /** Words, by the space between them. */
    static int words(String answer) {
        return answer.isBlank() ? 0 : split(answer).size();
    }

    private static List<String> split(String text) {
        return Arrays.asList(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    private static boolean repeatsSentence(String text) {
        Map<List<String>, Integer> seen = new HashMap<>();
        return Arrays.stream(text.split("[.!?\\n]+"))
                .filter(sentence -> !sentence.isBlank())
                .anyMatch(sentence -> seen.merge(split(sentence), 1, Integer::sum) >= SENTENCES);
    }

    private static boolean repeatsWord(String text) {
        List<String> words = split(text);
        int row = 1;
        for (int i = 1; i < words.size(); i++) {
            row = words.get(i).equals(words.get(i - 1)) ? row + 1 : 1;
            if (row >= WORDS) {
                return true;
            }
        }
        return false;
    }
}
