package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.WeightedTokens;
import io.opadpo.llava.train.loss.LossValue;
import io.opadpo.llava.train.loss.OpaDpoLoss;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PreferenceLogProbs;
import io.opadpo.llava.train.loss.PreferenceResponse;
import io.opadpo.llava.train.loss.ResponseLogProbs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * OPA-DPO: preferences between standard, original and revised answers, and between an image and its masked self.
 *
 * <p>A sample's prompt is computed once for the answers on the image and once for those on the masked image.
 */
final class OpaDpoRecipe implements Recipe<EncodedPreference> {

    private final OpaDpoOptions options;
    private final OpaDpoLoss loss;
    private final SampleImages images;
    private final Scorer scorer;
    private final @Nullable LoraAdapter adapter;
    private final int imageTokens;
    private final ReferenceLogProbs reference;

    OpaDpoRecipe(
            OpaDpoOptions options,
            SampleImages images,
            Scorer scorer,
            @Nullable LoraAdapter adapter,
            ReferenceLogProbs reference) {
        this.options = options;
        this.loss = new OpaDpoLoss(options);
        this.images = images;
        this.scorer = scorer;
        this.adapter = adapter;
        this.imageTokens = scorer.imageTokens();
        this.reference = reference;
    }

    @Override
    public SampleSize size(Prepared.Item<EncodedPreference> item) {
        long rows = 0;
        long answers = 0;
        for (boolean masked : List.of(false, true)) {
            List<PreferenceResponse> asked = asked(masked);
            rows += asked.isEmpty() ? 0 : item.encoded().prompt().length(imageTokens);
            answers += asked.stream()
                    .mapToLong(response -> ids(item.encoded(), response).length)
                    .sum();
        }
        return new SampleSize(rows + answers, answers, item.image() == null ? 0 : passesPerSample());
    }

    @Override
    public void expect(List<Prepared.Item<EncodedPreference>> items) {
        images.expect(
                items,
                Stream.of(false, true)
                        .filter(masked -> !asked(masked).isEmpty())
                        .toList());
    }

    @Override
    public List<ScoringSample> passes(Prepared.Item<EncodedPreference> item) {
        return passes(item, SampleImages.Views::pass);
    }

    private List<ScoringSample> passes(Prepared.Item<EncodedPreference> item, PassOf passOf) {
        List<ScoringSample> passes = new ArrayList<>();
        SampleImages.Views views = images.of(item);
        for (boolean masked : new boolean[] {false, true}) {
            List<int[]> answers = asked(masked).stream()
                    .map(response -> ids(item.encoded(), response))
                    .toList();
            if (!answers.isEmpty()) {
                passes.add(passOf.make(views, item.encoded().prompt(), answers, masked));
            }
        }
        return passes;
    }

    /** How a pass sees its image. */
    @FunctionalInterface
    private interface PassOf {
        ScoringSample make(SampleImages.Views views, Prompt prompt, List<int[]> answers, boolean masked);
    }

    /** The answers that the loss needs on the image, or on the masked image, in a fixed order. */
    private List<PreferenceResponse> asked(boolean masked) {
        return options.responses().stream()
                .filter(response -> response.masked() == masked)
                .sorted()
                .toList();
    }

    private static int[] ids(EncodedPreference sample, PreferenceResponse response) {
        return switch (response.clean()) {
            case STANDARD -> sample.standard();
            case ORIGINAL -> sample.original().ids();
            default -> sample.revised().ids();
        };
    }

    /** Sorts log-probabilities of a sample's passes, or gradients, by answer. */
    Map<PreferenceResponse, float[]> byAnswer(List<List<float[]>> passes) {
        Map<PreferenceResponse, float[]> values = new EnumMap<>(PreferenceResponse.class);
        int pass = 0;
        for (boolean masked : new boolean[] {false, true}) {
            List<PreferenceResponse> asked = asked(masked);
            for (int i = 0; i < asked.size(); i++) {
                values.put(asked.get(i), passes.get(pass).get(i));
            }
            pass += asked.isEmpty() ? 0 : 1;
        }
        return values;
    }

    private int passesPerSample() {
        return (asked(false).isEmpty() ? 0 : 1) + (asked(true).isEmpty() ? 0 : 1);
    }

    /** Log-probabilities of a sample under the policy as it is now: before the first step, the reference's. */
    Map<PreferenceResponse, float[]> score(Prepared.Item<EncodedPreference> item) {
        List<ScoringSample> passes = passes(item, SampleImages.Views::frozenPass);
        try {
            return byAnswer(scorer.logProbs(passes, adapter));
        } finally {
            release(passes);
        }
    }

    @Override
    public Outcome loss(
            List<Prepared.Item<EncodedPreference>> microBatch,
            List<List<float[]>> logProbs,
            List<Prepared.Item<EncodedPreference>> batch) {
        List<PreferenceLogProbs> samples = new ArrayList<>();
        int n = passesPerSample();
        for (int i = 0; i < microBatch.size(); i++) {
            samples.add(sample(microBatch.get(i), byAnswer(logProbs.subList(i * n, (i + 1) * n))));
        }
        LossValue<Map<PreferenceResponse, double[]>> value = loss.compute(samples, batch.size());
        List<List<float[]>> gradients = new ArrayList<>();
        for (Map<PreferenceResponse, double[]> gradient : value.gradients()) {
            for (boolean masked : new boolean[] {false, true}) {
                List<PreferenceResponse> asked = asked(masked);
                if (!asked.isEmpty()) {
                    gradients.add(asked.stream()
                            .map(response -> Floats.narrow(Objects.requireNonNull(gradient.get(response))))
                            .toList());
                }
            }
        }
        return new Outcome(value.loss(), value.statistics(), gradients);
    }

    private PreferenceLogProbs sample(Prepared.Item<EncodedPreference> item, Map<PreferenceResponse, float[]> policy) {
        Map<PreferenceResponse, ResponseLogProbs> responses = new EnumMap<>(PreferenceResponse.class);
        policy.forEach((response, values) -> {
            float[] frozen = options.pairLoss().referenceFree() ? null : reference.of(item.id(), response);
            responses.put(response, weighted(item.encoded(), response, values, frozen));
        });
        return new PreferenceLogProbs(item.id(), responses);
    }

    private static ResponseLogProbs weighted(
            EncodedPreference sample, PreferenceResponse response, float[] policy, float @Nullable [] reference) {
        if (response.clean() == PreferenceResponse.STANDARD) {
            return reference == null
                    ? ResponseLogProbs.withoutReference(policy)
                    : ResponseLogProbs.unweighted(policy, reference);
        }
        WeightedTokens tokens = response.clean() == PreferenceResponse.ORIGINAL ? sample.original() : sample.revised();
        float[] frozen = reference == null ? new float[policy.length] : reference;
        return new ResponseLogProbs(policy, frozen, tokens.scores(), tokens.images());
    }

    @Override
    public void release(List<ScoringSample> passes) {
        SampleImages.release(passes);
    }
}
