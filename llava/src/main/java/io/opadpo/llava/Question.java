package io.opadpo.llava;

import io.opadpo.llava.generate.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * What to ask the model.
 *
 * @param id name of the question, for errors and listeners
 * @param image the picture it is about, or {@code null} without one
 * @param text what the user asks, as it is: special tokens in it are plain text
 * @param sampling how the answer's tokens are chosen
 * @param samples answers wanted; picture and prompt are computed once for all of them
 * @param adapter name of a loaded adapter, or {@code null} for the base model
 */
public record Question(
        String id,
        @Nullable ImageSource image,
        String text,
        Sampling sampling,
        int samples,
        @Nullable String adapter) {

    /** @throws IllegalArgumentException if {@code samples} is not positive */
    public Question {
        if (samples < 1) {
            throw new IllegalArgumentException("samples is " + samples + " but must be 1 or more");
        }
    }

    /** A question to the base model, for one answer. */
    public Question(String id, @Nullable ImageSource image, String text, Sampling sampling) {
        this(id, image, text, sampling, 1, null);
    }

    /** The same for several answers. */
    public Question withSamples(int count) {
        return new Question(id, image, text, sampling, count, adapter);
    }

    /** The same to the model with an adapter. */
    public Question withAdapter(@Nullable String name) {
        return new Question(id, image, text, sampling, samples, name);
    }
}
