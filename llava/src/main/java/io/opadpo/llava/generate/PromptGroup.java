package io.opadpo.llava.generate;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.model.CachedDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request on its way: its prompt, computed once, and its answers as they end. */
final class PromptGroup {

    private final GenerationRequest request;
    private final Generation generation;
    private final int promptLength;
    private final List<@Nullable Answer> answers;
    private int started;
    private int ended;

    /** What follows the prompt, {@code [1, V]}, kept while answers are still to be started. */
    private @Nullable IValue logits;

    PromptGroup(GenerationRequest request, Generation generation, int promptLength) {
        this.request = request;
        this.generation = generation;
        this.promptLength = promptLength;
        this.answers = new ArrayList<>(Collections.nCopies(request.samples(), null));
    }

    GenerationRequest request() {
        return request;
    }

    Sampling sampling() {
        return request.sampling();
    }

    int promptLength() {
        return promptLength;
    }

    boolean isCancelled() {
        return generation.isCancelled();
    }

    CachedDecoder.Prefill prefill() {
        return new CachedDecoder.Prefill(request.prompt(), request.pixels(), request.adapter());
    }

    @Nullable
    IValue logits() {
        return logits;
    }

    void keepLogits(IValue value) {
        dropLogits();
        logits = value;
    }

    /** Number of the next answer to start. */
    int startNext() {
        return started++;
    }

    boolean allStarted() {
        return started == request.samples();
    }

    void dropLogits() {
        if (logits != null) {
            logits.close();
            logits = null;
        }
    }

    void deliver(int sample, Answer answer) {
        answers.set(sample, answer);
        ended++;
        if (ended == answers.size()) {
            generation.answers().complete(List.copyOf(answers));
        }
    }

    /** Tells the listener; one that throws loses its request, not the others' answers. */
    void tell(int sample, String text) {
        try {
            request.listener().onText(request.id(), sample, text);
        } catch (RuntimeException e) {
            generation.cancel();
            generation.answers().completeExceptionally(e);
        }
    }

    /** Ends what has not been started. */
    void cancelRest() {
        while (!allStarted()) {
            deliver(startNext(), new Answer(List.of(), List.of(), "", FinishReason.CANCELLED));
        }
        dropLogits();
    }

    void fail(Throwable error) {
        dropLogits();
        generation.answers().completeExceptionally(error);
    }
}
