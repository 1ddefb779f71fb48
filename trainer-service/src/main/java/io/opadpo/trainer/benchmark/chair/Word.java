package io.opadpo.trainer.benchmark.chair;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A word of a text.
 *
 * @param text in lower case, without a possessive's ending
 * @param joined whether only space or a hyphen is between it and the word before, so that a name may go on with it
 * @param start first character
 * @param end the character after the last one, a possessive's ending left out
 */
record Word(String text, boolean joined, int start, int end) {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’](?!s\\b)[\\p{L}\\p{N}]+)*");

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int last = 0;
        for (MatchResult match : WORD.matcher(text).results().toList()) {
            String gap = text.substring(last, match.start());
            boolean joined = !words.isEmpty() && (gap.isBlank() || gap.equals("-"));
            words.add(new Word(match.group().toLowerCase(Locale.ROOT), joined, match.start(), match.end()));
            last = match.end();
        }
        return words;
    }
}
