package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.data.SftEncoder;
import io.opadpo.llava.train.data.SftSequence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OPA, the first stage: aligns the model with corrected answers of its own by supervised training. On standard answers alone
 * it is plain supervised fine-tuning, a baseline.
 *
 * <p>Stopped and started again in the same folder, it goes on where it was.
 */
public final class OpaTraining implements Training {

    private final TrainingRuntime runtime;
    private final TrainingStart start;
    private final SftAnswers answers;
    private final EncodingOptions encoding;
    private final TrainerOptions options;
    private final Optional<EntropyTerm> entropy;

    /**
     * A training.
     *
     * @param start what is trained: as published, a new adapter on all linear layers
     * @param answers what is imitated
     */
    public OpaTraining(
            TrainingRuntime runtime,
            TrainingStart start,
            SftAnswers answers,
            EncodingOptions encoding,
            TrainerOptions options) {
        this(runtime, start, answers, encoding, options, Optional.empty());
    }

    private OpaTraining(
            TrainingRuntime runtime,
            TrainingStart start,
            SftAnswers answers,
            EncodingOptions encoding,
            TrainerOptions options,
            Optional<EntropyTerm> entropy) {
        this.runtime = runtime;
        this.start = start;
        this.answers = answers;
        this.encoding = encoding;
        this.options = options;
        this.entropy = entropy;
    }

    /** The same with an entropy term, or without. */
    public OpaTraining withEntropy(Optional<EntropyTerm> term) {
        return new OpaTraining(runtime, start, answers, encoding, options, term);
    }

    @Override
    public TrainingResult run(String name, SampleSource source, TrainingFolder folder) throws IOException {
        folder.create();
        Prepared<List<SftSequence>> data = data(name, source);
        folder.write(data.report());
        TrainingSettings settings = TrainingSettings.of("opa", runtime, start, options)
                .with("answers", answers)
                .with("encoding", encoding);
        entropy.ifPresent(term -> settings.with("entropy", term));
        folder.keep(settings.withData(data));
        try (TrainedWeights weights = start.open(runtime.model(), options.seed());
                ImagePipeline images = new ImagePipeline(runtime.images());
                FeatureCache features = folder.features(runtime.model())) {
            FeatureCache cache = weights.trainsTower() ? null : features;
            try (ReplicaGroup<List<SftSequence>> replicas = new ReplicaGroup<>(
                    runtime.replicas(), weights, (model, adapter) -> recipe(images, cache, model, adapter))) {
                MemoryPlan plan = TrainingLoop.plan(runtime, weights, replicas.largest(data.items()), options, folder);
                return TrainingLoop.run(runtime, weights, replicas, data, options, plan, folder);
            }
        }
    }

    private Recipe<List<SftSequence>> recipe(
            ImagePipeline images, @Nullable FeatureCache cache, LlavaModel model, @Nullable LoraAdapter adapter) {
        ImageMask mask = entropy.map(EntropyTerm::mask).orElse(null);
        SampleImages seen = new SampleImages(images, mask, cache, model, adapter);
        return entropy.<Recipe<List<SftSequence>>>map(term -> new EntropyRecipe(term, seen, model.config()))
                .orElseGet(() -> new SftRecipe(seen, model.config()));
    }

    private Prepared<List<SftSequence>> data(String name, SampleSource source) {
        Prepared<List<SftSequence>> read =
                Preparation.prepare(name, source, new SftEncoder(runtime.tokenizer(), encoding, answers));
        try (ImagePipeline images = new ImagePipeline(runtime.images())) {
            return UsableSamples.of(
                    name,
                    read,
                    runtime.model().config(),
                    images,
                    sequences -> sequences.get(0).prompt(),
                    sequences -> sequences.stream()
                            .mapToInt(sequence -> sequence.response().length)
                            .max()
                            .orElse(0));
        }
    }
}
