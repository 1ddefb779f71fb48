package io.opadpo.llava.tokenizer;

/**
 * How spaces become pieces.
 *
 * @param dummyPrefix a space is put before the text, and taken away again by the decoder
 * @param removeExtra outer spaces are dropped and inner runs collapsed
 */
record Whitespace(boolean dummyPrefix, boolean removeExtra) {

    /** U+2581, which stands for a space inside pieces. */
    static final char SYMBOL = '\u2581';
}
