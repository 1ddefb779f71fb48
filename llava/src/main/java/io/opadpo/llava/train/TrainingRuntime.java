package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What any training needs from outside.
 *
 * @param model the base model, which no one else uses meanwhile; not closed
 * @param tokenizer its tokenizer
 * @param images reads images as the model takes them
 * @param listener told of every step
 * @param stopRequested asked after every step; once it says so, the training saves a checkpoint and ends
 * @param clock for telemetry
 */
public record TrainingRuntime(
        LlavaModel model,
        Tokenizer tokenizer,
        TrainingImages images,
        TrainingListener listener,
        BooleanSupplier stopRequested,
        Clock clock) {

    /** A runtime without listener that is never asked to stop. */
    public TrainingRuntime(LlavaModel model, Tokenizer tokenizer, TrainingImages images) {
        this(model, tokenizer, images, step -> {}, () -> false, Clock.systemUTC());
    }
}
