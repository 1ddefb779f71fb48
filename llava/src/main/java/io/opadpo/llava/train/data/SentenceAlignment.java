package io.opadpo.llava.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the sentences of a report stand in the text they are about.
 *
 * <p>The reference's rule: each sentence in turn takes everything up to and including its first occurrence in what is
 * left of the text; an empty one takes nothing; what is left at the end goes to the last one. When one cannot be
 * found, none is placed.
 */
final class SentenceAlignment {

    private final String text;
    private final List<String> sentences;

    /** Where each sentence's share of the text ends; empty when they do not match. */
    private final int[] ends;

    SentenceAlignment(String text, List<String> sentences) {
        this.text = text;
        this.sentences = List.copyOf(sentences);
        this.ends = ends(text, this.sentences);
    }

    private static int[] ends(String text, List<String> sentences) {
        int[] ends = new int[sentences.size()];
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            String sentence = strip(sentences.get(i));
            int at = text.indexOf(sentence, from);
            if (at < 0) {
                return new int[0];
            }
            from = sentence.isEmpty() ? from : at + sentence.length();
            ends[i] = from;
        }
        return ends;
    }

    /** Whether every sentence was found. */
    boolean matches() {
        return ends.length > 0;
    }

    /**
     * Index of the sentence that a character of the text belongs to.
     *
     * @throws IllegalStateException when the sentences do not match
     */
    int sentenceAt(int position) {
        if (!matches()) {
            throw new IllegalStateException("The sentences do not match the text");
        }
        int sentence = 0;
        while (sentence < ends.length - 1 && position >= ends[sentence]) {
            sentence++;
        }
        return sentence;
    }

    /** The sentences with the text between them, outer spaces cut; as they were when they do not match. */
    List<String> completed() {
        if (!matches()) {
            return sentences;
        }
        List<String> completed = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            String share = cutSpaces(text.substring(from, ends[i]));
            String rest = i == ends.length - 1 ? strip(text.substring(ends[i])) : "";
            completed.add(share.isEmpty() && rest.isEmpty() ? sentences.get(i) : share + rest);
            from = ends[i];
        }
        return completed;
    }

    private static String cutSpaces(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    /** As Python strips, which unlike Java takes no-break spaces and U+0085 for white space. */
    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
