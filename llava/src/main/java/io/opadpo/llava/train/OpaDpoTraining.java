package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.PreferenceEncoder;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PreferenceResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * OPA-DPO, the second stage: preference training that starts from the OPA adapter, with that adapter, frozen, as the
 * reference. From a fresh adapter, with {@link OpaDpoOptions#dpo()}, it is plain DPO with the base model as the reference,
 * a baseline.
 *
 * <p>The reference's log-probabilities are the policy's before the first step, so they are computed with the same weights,
 * once, and kept in a file; those of held-out samples too. Stopped and started again in the same folder, it goes on where
 * it was.
 */
public final class OpaDpoTraining implements Training {

    /** Rows of one pass of the reference. */
    static final int SCORING_ROWS = 8192;

    /** Samples of one pass of the reference, the same ones whenever it is computed. */
    static final int SCORED_TOGETHER = 4;

    /** Passes of each replica between two looks at whether to stop. */
    private static final int PASSES = 4;

    /** Samples whose scores a crash may cost. */
    private static final int WRITTEN_TOGETHER = 256;

    private final TrainingRuntime runtime;
    private final TrainingStart start;
    private final OpaDpoOptions loss;
    private final ImageMask mask;
    private final EncodingOptions encoding;
    private final TrainerOptions options;

    /**
     * A training.
     *
     * @param start the adapter it starts from, and compares with
     * @param mask how images are masked for CoPO
     */
    public OpaDpoTraining(
            TrainingRuntime runtime,
            TrainingStart start,
            OpaDpoOptions loss,
            ImageMask mask,
            EncodingOptions encoding,
            TrainerOptions options) {
        this.runtime = runtime;
        this.start = start;
        this.loss = loss;
        this.mask = mask;
        this.encoding = encoding;
        this.options = options;
    }

    @Override
    public TrainingResult run(String name, SampleSource source, TrainingFolder folder) throws IOException {
        folder.create();
        Prepared<EncodedPreference> data = data(name, source);
        folder.write(data.report());
        folder.keep(TrainingSettings.of("opa-dpo", runtime, start, options)
                .with("loss", loss)
                .with("mask", mask)
                .with("encoding", encoding)
                .withData(data));
        ReferenceLogProbs reference = new ReferenceLogProbs();
        try (TrainedWeights weights = start.open(runtime.model(), options.seed());
                ImagePipeline images = new ImagePipeline(runtime.images());
                FeatureCache features = folder.features(runtime.model())) {
            FeatureCache cache = weights.trainsTower() ? null : features;
            Map<LlavaModel, OpaDpoRecipe> recipes = new HashMap<>();
            Recipe.Factory<EncodedPreference> factory = (model, adapter) -> {
                Scorer scorer = new Scorer(model, SCORING_ROWS);
                SampleImages seen = new SampleImages(images, mask, cache, model, adapter);
                OpaDpoRecipe recipe = new OpaDpoRecipe(loss, seen, scorer, adapter, reference);
                recipes.put(model, recipe);
                return recipe;
            };
            try (ReplicaGroup<EncodedPreference> replicas = new ReplicaGroup<>(runtime.replicas(), weights, factory)) {
                MemoryPlan plan = TrainingLoop.plan(runtime, weights, replicas.largest(data.items()), options, folder);
                OnPolicyReport fit = folder.onPolicy(
                        () -> new OnPolicyCheck(runtime.model(), weights.adapter(), images).run(data.items()));
                fit.warnings().forEach(runtime.listener()::onWarning);
                fill(reference, replicas, recipes, data.items(), folder.reference());
                return TrainingLoop.run(runtime, weights, replicas, data, options, plan, folder)
                        .withOnPolicy(fit);
            }
        }
    }

    private Prepared<EncodedPreference> data(String name, SampleSource source) {
        Prepared<EncodedPreference> read =
                Preparation.prepare(name, source, new PreferenceEncoder(runtime.tokenizer(), encoding));
        try (ImagePipeline images = new ImagePipeline(runtime.images())) {
            return UsableSamples.of(
                    name,
                    read,
                    runtime.model().config(),
                    images,
                    EncodedPreference::prompt,
                    sample -> IntStream.of(
                                    sample.standard().length,
                                    sample.original().length(),
                                    sample.revised().length())
                            .max()
                            .orElse(0));
        }
    }

    /**
     * Reads what an earlier start has computed; computes the rest, before any step has moved the policy. Asked to stop, it
     * leaves the rest to the next start.
     */
    private void fill(
            ReferenceLogProbs reference,
            ReplicaGroup<EncodedPreference> replicas,
            Map<LlavaModel, OpaDpoRecipe> recipes,
            List<Prepared.Item<EncodedPreference>> items,
            Path file) {
        if (loss.pairLoss().referenceFree()) {
            return;
        }
        if (Files.isRegularFile(file)) {
            reference.addAll(ReferenceLogProbs.read(file));
        }
        List<Prepared.Item<EncodedPreference>> missing =
                items.stream().filter(item -> !reference.has(item.id())).toList();
        int done = items.size() - missing.size();
        int written = done;
        int together = SCORED_TOGETHER * PASSES * runtime.replicas().size();
        for (List<Prepared.Item<EncodedPreference>> some : Parts.of(missing, together)) {
            if (runtime.stopRequested().getAsBoolean()) {
                break;
            }
            replicas.expect(some);
            List<Map<PreferenceResponse, float[]>> scores = replicas
                    .deal(
                            Parts.of(some, SCORED_TOGETHER),
                            (replica, pass) -> Objects.requireNonNull(recipes.get(replica.model()))
                                    .score(pass))
                    .stream()
                    .flatMap(List::stream)
                    .toList();
            for (int i = 0; i < scores.size(); i++) {
                reference.put(some.get(i).id(), scores.get(i));
                runtime.listener().onReference(++done, items.size());
            }
            if (done - written >= WRITTEN_TOGETHER) {
                reference.write(file);
                written = done;
            }
        }
        if (done > written) {
            reference.write(file);
        }
    }
}
