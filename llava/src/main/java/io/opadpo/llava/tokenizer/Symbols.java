package io.opadpo.llava.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The pieces of a text while they are being merged: a doubly linked list, held in arrays. */
final class Symbols {

    private static final int NONE = -1;

    private final String text;
    private final int[] start;
    private final int[] length;
    private final int[] previous;
    private final int[] next;
    private final BitSet frozen = new BitSet();
    private final int count;

    /** Starts from single characters; a user-defined piece is one frozen symbol. */
    Symbols(String text, UserDefinedPieces userDefined) {
        this.text = text;
        start = new int[text.length()];
        length = new int[text.length()];
        previous = new int[text.length()];
        next = new int[text.length()];
        int symbol = 0;
        for (int i = 0; i < text.length(); i += length[symbol++]) {
            int whole = userDefined.lengthAt(text, i);
            frozen.set(symbol, whole > 0);
            start[symbol] = i;
            length[symbol] = whole > 0 ? whole : Character.charCount(text.codePointAt(i));
            previous[symbol] = symbol - 1;
            next[symbol] = i + length[symbol] < text.length() ? symbol + 1 : NONE;
        }
        count = symbol;
    }

    int count() {
        return count;
    }

    int previous(int symbol) {
        return previous[symbol];
    }

    int next(int symbol) {
        return next[symbol];
    }

    boolean isFrozen(int symbol) {
        return frozen.get(symbol);
    }

    String joined(int left, int right) {
        return text.substring(start[left], start[right] + length[right]);
    }

    /** Whether neither of the two was joined to anything since they were seen to be this long together. */
    boolean areStill(int left, int right, int together) {
        return length[left] > 0 && length[right] > 0 && length[left] + length[right] == together;
    }

    /** The left symbol takes the right one in. */
    void join(int left, int right) {
        length[left] += length[right];
        length[right] = 0;
        next[left] = next[right];
        if (next[left] != NONE) {
            previous[next[left]] = left;
        }
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = count == 0 ? NONE : 0; i != NONE; i = next[i]) {
            texts.add(text.substring(start[i], start[i] + length[i]));
        }
        return texts;
    }
}
