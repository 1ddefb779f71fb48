package io.opadpo.llava.generate;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * One prompt to answer.
 *
 * @param id name of the request, for errors and callbacks
 * @param prompt token ids
 * @param pixels {@code [3, S, S]} of its image, or {@code null} without one
 * @param adapter the adapter it runs with, or {@code null} for the base model
 * @param sampling how tokens are chosen
 * @param samples answers wanted; the prompt is computed once for all of them, and answer {@code k} is the same however
 *     many are asked
 * @param listener told of text as it comes, on the generator's thread
 */
@SuppressWarnings("ArrayRecordComponent") // passed along, never compared
public record GenerationRequest(
        String id,
        Prompt prompt,
        float @Nullable [] pixels,
        @Nullable LoraAdapter adapter,
        Sampling sampling,
        int samples,
        AnswerListener listener) {

    public GenerationRequest {
        if (prompt.hasImage() != (pixels != null)) {
            throw new IllegalArgumentException("request " + id + ": prompt and image do not go together");
        }
        if (samples < 1) {
            throw new IllegalArgumentException("request " + id + ": samples is " + samples + " but must be 1 or more");
        }
    }

    /** A request for one answer of the base model, without a listener. */
    public GenerationRequest(String id, Prompt prompt, float @Nullable [] pixels, Sampling sampling) {
        this(id, prompt, pixels, null, sampling, 1, AnswerListener.NONE);
    }

    /** The same for an adapter. */
    public GenerationRequest withAdapter(@Nullable LoraAdapter chosen) {
        return new GenerationRequest(id, prompt, pixels, chosen, sampling, samples, listener);
    }

    /** The same for several answers. */
    public GenerationRequest withSamples(int count) {
        return new GenerationRequest(id, prompt, pixels, adapter, sampling, count, listener);
    }

    /** The same with a listener. */
    public GenerationRequest withListener(AnswerListener told) {
        return new GenerationRequest(id, prompt, pixels, adapter, sampling, samples, told);
    }
}
