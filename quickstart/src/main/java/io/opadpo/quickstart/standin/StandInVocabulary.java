package io.opadpo.quickstart.standin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Gives the tests' tokenizer of 400 pieces the other 31,600 of LLaMA's vocabulary, as made-up words. Without them a model
 * with random weights says next to nothing: nearly all that it samples has no text.
 */
final class StandInVocabulary {

    private static final int PRESENT = 400;
    private static final int SIZE = 32_000;
    private static final String[] ONSETS = {"b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"};
    private static final String[] VOWELS = {"a", "e", "i", "o", "u"};
    private static final int SYLLABLES = ONSETS.length * VOWELS.length;
    private static final int WORDS_TO_A_SENTENCE = 7;

    private StandInVocabulary() {}

    /**
     * The SentencePiece model with more pieces. Fields of a protocol buffer that repeat may be added at its end, so the
     * file needs no reading.
     */
    static byte[] extend(byte[] model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(model);
        for (int id = PRESENT; id < SIZE; id++) {
            byte[] text = piece(id).getBytes(StandardCharsets.UTF_8);
            // Field 1 of the model, a piece: its text in field 1, its score as a float in field 2.
            out.write(0x0A);
            out.write(2 + text.length + 5);
            out.write(0x0A);
            out.write(text.length);
            out.writeBytes(text);
            out.write(0x15);
            // Lower than all others, so that texts are split as before.
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(-1e6f - id)
                    .array());
        }
        return out.toByteArray();
    }

    /** A word of three syllables with a space before it; every seventh ends a sentence. */
    private static String piece(int id) {
        String word = syllable(id / (SYLLABLES * SYLLABLES)) + syllable(id / SYLLABLES) + syllable(id);
        return "▁" + word + (id % WORDS_TO_A_SENTENCE == 0 ? "." : "");
    }

    private static String syllable(int number) {
        int index = number % SYLLABLES;
        return ONSETS[index / VOWELS.length] + VOWELS[index % VOWELS.length];
    }
}
