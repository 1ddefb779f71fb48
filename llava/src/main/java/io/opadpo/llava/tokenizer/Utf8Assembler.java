package io.opadpo.llava.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Puts bytes together to characters. A byte that starts no valid character becomes U+FFFD and the search goes on with
 * the next one; the JDK's own replacement would swallow several bytes at once, unlike SentencePiece.
 */
final class Utf8Assembler {

    private static final int LONGEST = 4;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] pending = new byte[LONGEST];
    private int count;

    /** The characters that this byte completes. */
    String push(byte value) {
        pending[count++] = value;
        return drain(false);
    }

    /** What is left, as replacement characters or characters. */
    String finish() {
        return drain(true);
    }

    private String drain(boolean last) {
        StringBuilder text = new StringBuilder();
        while (count > 0) {
            int length = lengthAfter(pending[0]);
            if (length > count && !last) {
                break;
            }
            String character = length > count ? "" : decode(length);
            text.append(character.isEmpty() ? String.valueOf(REPLACEMENT) : character);
            drop(character.isEmpty() ? 1 : length);
        }
        return text.toString();
    }

    /** Length of the character that a lead byte announces; 1 for a byte that can lead nothing. */
    private static int lengthAfter(byte lead) {
        int ones = Integer.numberOfLeadingZeros(~(lead << 24));
        return ones >= 2 && ones <= LONGEST ? ones : 1;
    }

    /** The first character, empty when the bytes are no valid one (overlong forms and surrogates included). */
    private String decode(int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(pending, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private void drop(int length) {
        System.arraycopy(pending, length, pending, 0, count - length);
        count -= length;
    }
}
