package io.opadpo.llava.tokenizer;

/**
 * One vocabulary entry.
 *
 * @param text as the vocabulary spells it: {@code ▁} for a space, {@code <0x0A>} for a byte
 * @param score the higher, the earlier it is merged; 0 where the vocabulary has no scores
 */
record Piece(String text, float score, PieceKind kind) {

    static final Piece UNUSED = new Piece("", 0, PieceKind.UNUSED);

    /** Value of a byte piece such as {@code <0x0A>}, −1 for any other text. */
    static int byteValue(String text) {
        if (text.length() != 6 || !text.startsWith("<0x") || text.charAt(5) != '>') {
            return -1;
        }
        int high = Character.digit(text.charAt(3), 16);
        int low = Character.digit(text.charAt(4), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
