package io.opadpo.llava.train.data;

/**
 * Makes of a sample what a training stage takes.
 *
 * @param <T> what that is
 */
public interface SampleEncoder<T> {

    /** What a sample must have and may not exceed. */
    EncodingOptions options();

    /**
     * Encodes one sample that has passed the filters.
     *
     * @throws SampleException when it is too long, or has an answer without tokens
     */
    T encode(PreferenceSample sample);
}
