package io.opadpo.llava.tokenizer;

import java.util.List;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding: of all neighbours that form a piece, the pair with the highest score is joined first, the
 * leftmost of equals, until none is left. A priority queue makes that O(n log n) in the length of the text.
 *
 * <p>Sennrich, Haddow, Birch: Neural Machine Translation of Rare Words with Subword Units, arXiv 1508.07909.
 */
final class BpeMerger {

    private final Vocabulary vocabulary;
    private final UserDefinedPieces userDefined;

    BpeMerger(Vocabulary vocabulary, UserDefinedPieces userDefined) {
        this.vocabulary = vocabulary;
        this.userDefined = userDefined;
    }

    /** Two neighbours that form a piece, and how long that piece is; stale once either has changed. */
    private record Pair(int left, int right, int length, float score) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    /** Cuts the text into pieces and, where no piece fits, single characters. */
    List<String> split(String text) {
        Symbols symbols = new Symbols(text, userDefined);
        PriorityQueue<Pair> agenda = new PriorityQueue<>();
        for (int i = 1; i < symbols.count(); i++) {
            offer(agenda, symbols, i - 1, i);
        }
        for (Pair pair = agenda.poll(); pair != null; pair = agenda.poll()) {
            if (symbols.areStill(pair.left, pair.right, pair.length)) {
                symbols.join(pair.left, pair.right);
                offer(agenda, symbols, symbols.previous(pair.left), pair.left);
                offer(agenda, symbols, pair.left, symbols.next(pair.left));
            }
        }
        return symbols.texts();
    }

    private void offer(PriorityQueue<Pair> agenda, Symbols symbols, int left, int right) {
        if (left < 0 || right < 0 || symbols.isFrozen(left) || symbols.isFrozen(right)) {
            return;
        }
        String joined = symbols.joined(left, right);
        int id = vocabulary.textId(joined);
        if (id >= 0) {
            agenda.add(
                    new Pair(left, right, joined.length(), vocabulary.piece(id).score()));
        }
    }
}
