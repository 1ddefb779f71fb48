package io.opadpo.trainer.benchmark.pope;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says.
 *
 * <p>POPE's own rule (evaluate.py of its authors) looks at the first sentence: "no", "No" or "not" in it mean no, anything
 * else means yes, nothing at all included. Here it is the same but for this: capitals do not count; "cannot" and words in
 * "n't" mean no, too; a sentence may also end with "!", "?" or its line; and an answer that says nothing, that has no word,
 * or is cut off within a first sentence without yes or no, is {@link #UNPARSABLE} instead of yes. That counts as wrong.
 */
enum PopeAnswer {
    YES_SAID,
    NO_SAID,
    UNPARSABLE;

    static final String YES = "yes";
    static final String NO = "no";

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?\\n]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}\\p{N}]+)*");

    /** @param ended whether the model ended the answer itself */
    static PopeAnswer of(String answer, boolean ended) {
        String text = answer.strip();
        Matcher end = SENTENCE_END.matcher(text);
        boolean complete = end.find();
        List<String> words = WORD.matcher(complete ? text.substring(0, end.start()) : text)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT).replace('’', '\''))
                .toList();
        if (words.stream().anyMatch(PopeAnswer::negates)) {
            return NO_SAID;
        }
        if (words.contains(YES)) {
            return YES_SAID;
        }
        return words.isEmpty() || !(complete || ended) ? UNPARSABLE : YES_SAID;
    }

    private static boolean negates(String word) {
        return word.equals(NO) || word.equals("not") || word.equals("cannot") || word.endsWith("n't");
    }
}
