package io.opadpo.llava.train;

import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.lora.LoraConfig;
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

/**
 * OPA, the first stage: aligns the model with corrected answers of its own by supervised LoRA training. On standard answers
 * alone it is plain supervised fine-tuning, a baseline.
 *
 * <p>Stopped and started again in the same folder, it goes on where it was.
 */
public final class OpaTraining implements Training {

    private final TrainingRuntime runtime;
    private final LoraConfig adapter;
    private final SftAnswers answers;
    private final EncodingOptions encoding;
    private final TrainerOptions options;
    private final Optional<EntropyTerm> entropy;

    /**
     * A training.
     *
     * @param adapter shape of the adapter to train, and the modules it covers
     * @param answers what is imitated
     */
    public OpaTraining(
            TrainingRuntime runtime,
            LoraConfig adapter,
            SftAnswers answers,
            EncodingOptions encoding,
            TrainerOptions options) {
        this(runtime, adapter, answers, encoding, options, Optional.empty());
    }

    private OpaTraining(
            TrainingRuntime runtime,
            LoraConfig adapter,
            SftAnswers answers,
            EncodingOptions encoding,
            TrainerOptions options,
            Optional<EntropyTerm> entropy) {
        this.runtime = runtime;
        this.adapter = adapter;
        this.answers = answers;
        this.encoding = encoding;
        this.options = options;
        this.entropy = entropy;
    }

    /** OPA proper, on standard and revised answers. */
    public OpaTraining(TrainingRuntime runtime, LoraConfig adapter, EncodingOptions encoding, TrainerOptions options) {
        this(runtime, adapter, SftAnswers.STANDARD_AND_REVISED, encoding, options);
    }

    /** The same with an entropy term, or without. */
    public OpaTraining withEntropy(Optional<EntropyTerm> term) {
        return new OpaTraining(runtime, adapter, answers, encoding, options, term);
    }

    @Override
    public TrainingResult run(String name, SampleSource source, TrainingFolder folder) throws IOException {
        folder.create();
        Prepared<List<SftSequence>> data =
                Preparation.prepare(name, source, new SftEncoder(runtime.tokenizer(), encoding, answers));
        folder.write(data.report());
        data.items().forEach(this::requireFits);
        try (TrainableLora lora = new AdapterStart.Fresh(adapter).open(runtime.model(), options.seed());
                ReplicaGroup<List<SftSequence>> replicas =
                        new ReplicaGroup<>(runtime.replicas(), lora, (model, copy) -> recipe())) {
            return TrainingLoop.run(runtime, lora, replicas, data, options, folder);
        }
    }

    private Recipe<List<SftSequence>> recipe() {
        int imageTokens = runtime.model().config().imageTokens();
        return entropy.<Recipe<List<SftSequence>>>map(term -> new EntropyRecipe(term, runtime.images(), imageTokens))
                .orElseGet(() -> new SftRecipe(runtime.images()));
    }

    /** Better now than after hours of training. */
    private void requireFits(Prepared.Item<List<SftSequence>> item) {
        TextConfig text = runtime.model().config().text();
        for (SftSequence sequence : item.encoded()) {
            int limit = text.maxPositions() - sequence.response().length;
            sequence.prompt()
                    .requireFits(sequence.id(), runtime.model().config().imageTokens(), limit);
        }
    }
}
