package io.opadpo.llava.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Text to ids as SentencePiece's BPE does it: normalise, merge, look up, fall back to bytes. */
final class SentencePieceEncoder implements TextEncoder {

    private final Vocabulary vocabulary;
    private final Whitespace whitespace;
    private final UserDefinedPieces userDefined;
    private final BpeMerger merger;

    SentencePieceEncoder(Vocabulary vocabulary, Whitespace whitespace) {
        this.vocabulary = vocabulary;
        this.whitespace = whitespace;
        this.userDefined = new UserDefinedPieces(vocabulary);
        this.merger = new BpeMerger(vocabulary, userDefined);
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        boolean afterUnknown = false;
        for (String piece : merger.split(normalize(text))) {
            int id = vocabulary.textId(piece);
            if (id >= 0) {
                ids.add(id);
            } else if (vocabulary.byteFallback()) {
                for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
                    ids.add(vocabulary.byteId(value & 0xFF));
                }
            } else if (!afterUnknown) {
                ids.add(vocabulary.unknownId());
            }
            afterUnknown = id < 0;
        }
        return ids.build().toArray();
    }

    /** Spaces to {@code ▁}; where extra ones are removed, a user-defined piece keeps those inside it. */
    private String normalize(String text) {
        int start = whitespace.removeExtra() ? leadingSpaces(text) : 0;
        if (start == text.length()) {
            return "";
        }
        StringBuilder normalized = new StringBuilder(text.length() + 1);
        if (whitespace.dummyPrefix()) {
            normalized.append(Whitespace.SYMBOL);
        }
        boolean afterSpace = whitespace.removeExtra();
        for (int i = start; i < text.length(); ) {
            int end = i + Math.max(1, userDefined.lengthAt(text, i));
            while (afterSpace && i < end && text.charAt(i) == ' ') {
                i++;
            }
            if (i < end) {
                normalized.append(text.substring(i, end).replace(' ', Whitespace.SYMBOL));
                afterSpace = whitespace.removeExtra() && text.charAt(end - 1) == ' ';
            }
            i = end;
        }
        return whitespace.removeExtra() ? withoutTrailingSpaces(normalized) : normalized.toString();
    }

    private int leadingSpaces(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == ' ' && userDefined.lengthAt(text, i) <= 1) {
            i++;
        }
        return i;
    }

    private static String withoutTrailingSpaces(StringBuilder text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == Whitespace.SYMBOL) {
            end--;
        }
        return text.substring(0, end);
    }
}
