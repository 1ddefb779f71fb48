package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PreferenceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The reference of single OPA-DPO steps, and the recipes that compare with it. */
final class OpaDpoReference implements TrainingStep.Reference<EncodedPreference> {

    private static final long CACHE_BYTES = 16L << 30;

    private final TrainingStep.Setup setup;
    private final ImagePipeline images;
    private final FeatureCache features;
    private final ReferenceLogProbs known = new ReferenceLogProbs();
    private final Map<LlavaModel, OpaDpoRecipe> shared = new HashMap<>();

    OpaDpoReference(TrainingStep.Setup setup, ImagePipeline images) {
        this.setup = setup;
        this.images = images;
        try {
            Path file = Files.createTempFile("features", ".tmp");
            this.features = new FeatureCache(file, setup.models().get(0), CACHE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trainings' own; without sharing, features are computed with every pass. */
    Recipe<EncodedPreference> recipe(LlavaModel model, @Nullable LoraAdapter adapter) {
        Scorer scorer = new Scorer(model, OpaDpoTraining.SCORING_ROWS);
        FeatureCache cache = setup.unshared() ? null : features;
        SampleImages seen = new SampleImages(images, ImageMask.defaults(1), cache, model, adapter);
        OpaDpoRecipe recipe = new OpaDpoRecipe(OpaDpoOptions.defaults(), seen, scorer, adapter, known);
        shared.put(model, recipe);
        return setup.unshared() ? new UnsharedRecipe<>(recipe) : recipe;
    }

    private OpaDpoRecipe shared(Replica<EncodedPreference> replica) {
        return Objects.requireNonNull(shared.get(replica.model()));
    }

    /** Sample by sample, as trainings do it; micro-batches where nothing is shared, so as not to slow that down. */
    @Override
    public void compute(
            ReplicaGroup<EncodedPreference> replicas, List<Prepared.Item<EncodedPreference>> batch, int microBatch) {
        int together = setup.unshared() ? microBatch : 1;
        List<List<Map<PreferenceResponse, float[]>>> scores = replicas.deal(
                TrainingStep.split(batch, together),
                (replica, piece) -> setup.unshared()
                        ? unshared(replica, piece)
                        : List.of(shared(replica).score(piece.get(0))));
        for (int i = 0; i < batch.size(); i++) {
            known.put(batch.get(i).id(), scores.get(i / together).get(i % together));
        }
    }

    private List<Map<PreferenceResponse, float[]>> unshared(
            Replica<EncodedPreference> replica, List<Prepared.Item<EncodedPreference>> microBatch) {
        OpaDpoRecipe recipe = shared(replica);
        UnsharedRecipe<EncodedPreference> apart = new UnsharedRecipe<>(recipe);
        List<ScoringSample> passes =
                microBatch.stream().flatMap(item -> apart.passes(item).stream()).toList();
        List<List<float[]>> logProbs = Torch.withoutGradients(() -> {
            try (PolicyGraph graph = PolicyGraph.forward(replica.model(), passes, replica.adapter())) {
                return apart.together(graph.logProbs());
            }
        });
        int n = logProbs.size() / microBatch.size();
        return IntStream.range(0, microBatch.size())
                .mapToObj(i -> recipe.byAnswer(logProbs.subList(i * n, (i + 1) * n)))
                .toList();
    }

    @Override
    public void close() {
        try {
            features.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
