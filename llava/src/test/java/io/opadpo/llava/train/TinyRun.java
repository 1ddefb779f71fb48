package io.opadpo.llava.train;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.Warmup;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** One run of a training on the fixtures' small model, fp32 on the CPU. */
record TinyRun(TrainingResult result, List<StepRecord> records) {

    private static final EncodingOptions ENCODING = EncodingOptions.DEFAULT.withLengths(400, 400);

    /** Constant rate, one epoch after the other, a checkpoint every second step. */
    static TrainerOptions options(int epochs, int batch, double rate, Evaluation evaluation) {
        return new TrainerOptions(
                epochs, batch, 2, 1, 0, Decay.CONSTANT, rate, Warmup.none(), AdamW.defaults(), 1, 2, evaluation, 7);
    }

    static LoraConfig lora(ModelPart... parts) {
        return new LoraConfig(4, 8, ModelPart.targets(Arrays.asList(parts)));
    }

    static Function<TrainingRuntime, Training> sft(SftAnswers answers, TrainerOptions options) {
        return sft(new TrainingStart.NewAdapter(lora(ModelPart.values())), answers, options);
    }

    static Function<TrainingRuntime, Training> sft(TrainingStart start, SftAnswers answers, TrainerOptions options) {
        return runtime -> new OpaTraining(runtime, start, answers, ENCODING, options);
    }

    static Function<TrainingRuntime, Training> preference(
            TrainingStart start, OpaDpoOptions loss, TrainerOptions options) {
        return runtime -> new OpaDpoTraining(runtime, start, loss, ImageMask.defaults(3), ENCODING, options);
    }

    static Function<TrainingRuntime, Training> opaDpo(TrainerOptions options) {
        return preference(TrainingStart.decoderOf(Fixtures.path("tiny-adapter")), OpaDpoOptions.defaults(), options);
    }

    /** Runs with a model of its own until so many steps are done here. */
    static TinyRun of(Function<TrainingRuntime, Training> training, int samples, Path folder, int stopAfter)
            throws IOException {
        return of(training, samples, new TrainingFolder(folder, 2), stopAfter);
    }

    static TinyRun of(Function<TrainingRuntime, Training> training, int samples, TrainingFolder folder)
            throws IOException {
        return of(training, samples, folder, Integer.MAX_VALUE);
    }

    private static TinyRun of(
            Function<TrainingRuntime, Training> training, int samples, TrainingFolder folder, int stopAfter)
            throws IOException {
        List<StepRecord> records = new ArrayList<>();
        try (Tokenizer tokenizer = TinyTraining.tokenizer();
                LlavaModel model = TinyLlava.load()) {
            TrainingRuntime runtime =
                    TinyTraining.runtime(model, tokenizer, records::add, () -> records.size() >= stopAfter);
            TrainingResult result = training.apply(runtime).run("tiny", TinyTraining.samples(samples), folder);
            return new TinyRun(result, records);
        }
    }

    static TinyRun of(Function<TrainingRuntime, Training> training, int samples, Path folder) throws IOException {
        return of(training, samples, folder, Integer.MAX_VALUE);
    }

    /** A scalar step by step; null where a step has none. */
    List<Double> scalars(String name) {
        return records.stream().map(step -> step.scalars().get(name)).toList();
    }

    double scalar(int index, String name) {
        return Objects.requireNonNull(records.get(index).scalars().get(name), name);
    }
}
