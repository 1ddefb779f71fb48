package io.opadpo.llava.tokenizer;

/** What a vocabulary entry stands for. */
enum PieceKind {
    /** Text, reached by merging. */
    NORMAL,
    /** Text that is always one token. */
    USER_DEFINED,
    /** One byte of a character that has no piece. */
    BYTE,
    /** A mark such as bos; has no text and is never made from text. */
    CONTROL,
    /** Stands for characters outside the vocabulary. */
    UNKNOWN,
    /** An id that nothing uses. */
    UNUSED;

    boolean isText() {
        return this == NORMAL || this == USER_DEFINED;
    }
}
