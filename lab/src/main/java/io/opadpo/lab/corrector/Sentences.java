package io.opadpo.lab.corrector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as sentences and words. */
final class Sentences {

    private static final Pattern SENTENCE = Pattern.compile("\\S.*?(?:[.!?]+(?=\\s|$)|$)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private Sentences() {}

    /** The sentences, letter by letter as they stand there, without the space between them. */
    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        Matcher sentence = SENTENCE.matcher(text.strip());
        while (sentence.find()) {
            sentences.add(sentence.group());
        }
        return sentences;
    }

    /** The words, in lower case, each once. */
    static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
