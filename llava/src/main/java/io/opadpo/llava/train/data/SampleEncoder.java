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
     * Whether the stage reads original answers. If not, a sample that has neither an original answer nor a report, as
     * the published OPA data, is as good as any.
     */
    default boolean readsOriginal() {
        return true;
    }

    /** Whether the stage reads revised answers. If not, a sample needs none. */
    default boolean readsRevised() {
        return true;
    }

    /**
     * Encodes one sample that has passed the filters.
     *
     * @throws SampleException when it is too long, or has an answer without tokens
     */
    T encode(PreferenceSample sample);
}
