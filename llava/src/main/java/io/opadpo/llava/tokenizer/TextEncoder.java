package io.opadpo.llava.tokenizer;

/** The part of a tokenizer that differs between file formats: well-formed text to ids. */
interface TextEncoder extends AutoCloseable {

    int[] encode(String text);

    @Override
    default void close() {}
}
