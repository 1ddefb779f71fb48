package io.opadpo.llava.tokenizer;

/**
 * Decodes one sequence id by id. A character made of several byte pieces is given out when its last byte has come, so
 * that every returned string is whole; all of them together equal {@link Tokenizer#decode} of all ids.
 *
 * <p>For one thread at a time.
 */
public interface StreamingDecoder {

    /** Text that is complete once this id is known; often empty. */
    String push(int id);

    /** The rest, when no id follows. */
    String finish();
}
