package io.opadpo.llava.generate;

/** Why an answer ended. */
public enum FinishReason {
    /** The model gave the end token. */
    END,
    /** A stop string appeared. */
    STOP,
    /** It reached its number of tokens, or the end of its cache slot. */
    LENGTH,
    /** The request was cancelled. */
    CANCELLED
}
