package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.TokenIds;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log-probabilities of given responses.
 *
 * <p>Samples are packed without padding, a sample's prompt is computed once for all its responses, and logits exist for
 * one chunk of rows at a time. Safe for use by several threads.
 */
public final class Scorer {

    /** Rows whose logits exist at once on a GPU: 131 MB in fp32 at LLaMA's vocabulary. */
    private static final int LOGIT_ROWS = 1024;

    /** The same on a CPU, where scoring was measured to be faster with 16 MB at a time. */
    private static final int CPU_LOGIT_ROWS = 128;

    /** Images that go through the tower together on a GPU, where one alone would leave most of it idle. */
    private static final int IMAGES = 16;

    private final LlavaModel model;
    private final int maxRows;
    private final int logitRows;

    /**
     * A scorer.
     *
     * @param maxRows rows of one forward pass; a sample larger than that gets a pass of its own
     */
    public Scorer(LlavaModel model, int maxRows) {
        this(model, maxRows, logitRows(model.torch()));
    }

    Scorer(LlavaModel model, int maxRows, int logitRows) {
        this.model = model;
        this.maxRows = maxRows;
        this.logitRows = logitRows;
    }

    /** Rows that an image takes. */
    public int imageTokens() {
        return model.config().imageTokens();
    }

    /** Rows whose logits exist at once. */
    static int logitRows(Torch torch) {
        return torch.device().isGpu() ? LOGIT_ROWS : CPU_LOGIT_ROWS;
    }

    /**
     * Vision features of images, computed with an adapter's tower where it has one.
     *
     * @param pixels {@code [3, S, S]} of each image
     */
    public List<VisionFeatures> encode(List<float[]> pixels, @Nullable LoraAdapter adapter) {
        List<LoraAdapter> adapters = adapter == null ? List.of() : List.of(adapter);
        List<VisionFeatures> features = new ArrayList<>();
        try {
            // On a CPU one by one, so that an image's features are the same to the bit in any company.
            int together = model.torch().device().isGpu() ? IMAGES : 1;
            for (int start = 0; start < pixels.size(); start += together) {
                List<float[]> some = pixels.subList(start, Math.min(start + together, pixels.size()));
                features.addAll(model.exclusively(() -> encodeTogether(some, adapters)));
            }
            return features;
        } catch (RuntimeException e) {
            features.forEach(VisionFeatures::close);
            throw e;
        }
    }

    private List<VisionFeatures> encodeTogether(List<float[]> pixels, List<LoraAdapter> adapters) {
        int[] numbers = new int[pixels.size()];
        Arrays.fill(numbers, adapters.size() - 1);
        try (Scope scope = model.torch().scope()) {
            IValue seen = model.see(scope, model.parameters(adapters), pixels, numbers, adapters.size());
            List<VisionFeatures> features = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                // A copy, so that one image's features do not keep the others' alive.
                IValue own = scope.record("piece", seen, i, 1);
                features.add(new VisionFeatures(model.torch().record("join", scope.list(List.of(own)))));
            }
            return features;
        }
    }

    /**
     * Scores samples.
     *
     * @param adapter the adapter to score with, or {@code null} for the base model
     * @return for each sample and response, the log-probability of each of its tokens; entropies behind those where the
     *     samples ask for them
     * @throws io.opadpo.llava.prompt.PromptTooLongException if a sample does not fit the model's positions
     * @throws io.opadpo.llava.prompt.PromptException if a prompt is empty or an id is not in the vocabulary
     */
    public List<List<float[]>> logProbs(List<ScoringSample> samples, @Nullable LoraAdapter adapter) {
        samples.forEach(this::check);
        List<List<float[]>> results = new ArrayList<>();
        List<ScoringSample> pending = new ArrayList<>();
        int rows = 0;
        for (ScoringSample sample : samples) {
            int needed = rows(sample);
            if (!pending.isEmpty() && rows + needed > maxRows) {
                results.addAll(model.exclusively(() -> forward(pending, adapter)));
                pending.clear();
                rows = 0;
            }
            pending.add(sample);
            rows += needed;
        }
        if (!pending.isEmpty()) {
            results.addAll(model.exclusively(() -> forward(pending, adapter)));
        }
        return results;
    }

    private void check(ScoringSample sample) {
        TextConfig text = model.config().text();
        int longest = sample.responses().stream().mapToInt(r -> r.length).max().orElseThrow();
        sample.prompt().requireFits(sample.id(), model.config().imageTokens(), text.maxPositions() - longest);
        sample.prompt().requireKnown(sample.id(), text.vocabSize());
        sample.responses().forEach(response -> TokenIds.requireKnown(sample.id(), response, text.vocabSize()));
    }

    private int rows(ScoringSample sample) {
        int responses = sample.responses().stream().mapToInt(r -> r.length).sum();
        return sample.promptRows(imageTokens()) + responses;
    }

    private List<List<float[]>> forward(List<ScoringSample> samples, @Nullable LoraAdapter adapter) {
        ScoringBatch batch = new ScoringBatch(samples, model.config().imageTokens());
        try (Scope scope = model.torch().scope()) {
            Hidden hidden = hidden(scope, batch, adapter);
            IValue targets = scope.longs(batch.targets());
            String method = batch.entropies() ? EntropyHead.VALUES : "head_logprobs";
            IValue values = scope.record(method, hidden.rows(), hidden.weights().head, targets, logitRows);
            return batch.split(scope.toFloats(values));
        }
    }

    /** Normed hidden states of the rows that predict response tokens, and the weights that made them. */
    private record Hidden(IValue rows, Parameters weights) {}

    private Hidden hidden(Scope scope, ScoringBatch batch, @Nullable LoraAdapter adapter) {
        ActiveAdapters adapters =
                ActiveAdapters.of(Collections.nCopies(batch.rows().chunks(), adapter));
        Parameters weights = model.parameters(adapters.distinct());
        IValue features = model.project(
                scope, weights, batch.features(), adapters.distinct().size());
        IValue rows = adapters.rows(scope, batch.rows().lengths());
        IValue hidden = model.decoder().forward(scope, weights, batch.rows(), features, rows, null);
        return new Hidden(model.decoder().normed(scope, weights, hidden, batch.predicting()), weights);
    }

    /**
     * Compares an adapter's model with the base model along given responses, in one pass of each.
     *
     * @param samples with features of the adapter's tower
     * @param asBaseSees the same samples with features of the base model's tower
     * @return for each sample and response, what the adapter's model predicts at each of its tokens
     * @throws io.opadpo.llava.prompt.PromptTooLongException if a sample does not fit the model's positions
     */
    public List<List<TokenStatistics>> statistics(
            List<ScoringSample> samples, @Nullable LoraAdapter adapter, List<ScoringSample> asBaseSees) {
        samples.forEach(this::check);
        ScoringBatch batch = new ScoringBatch(samples, model.config().imageTokens());
        ScoringBatch base = new ScoringBatch(asBaseSees, model.config().imageTokens());
        if (!Arrays.equals(batch.targets(), base.targets())) {
            throw new IllegalArgumentException("the base model is to score other responses");
        }
        return model.exclusively(() -> {
            try (Scope scope = model.torch().scope()) {
                Hidden own = hidden(scope, batch, adapter);
                Hidden before = hidden(scope, base, null);
                IValue values = scope.record(
                        "head_divergences",
                        own.rows(),
                        own.weights().head,
                        before.rows(),
                        before.weights().head,
                        scope.longs(batch.targets()),
                        logitRows);
                return TokenStatistics.split(scope.toFloats(values), samples);
            }
        });
    }
}
