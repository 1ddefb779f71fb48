package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TokenStatistics;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at some of a training's samples before its first step: could the policy have given their answers itself? */
final class OnPolicyCheck {

    private static final int SAMPLES = 64;
    private static final int TOGETHER = 4;
    private static final List<Boolean> CLEAN = List.of(false);

    private final Scorer scorer;
    private final @Nullable LoraAdapter adapter;
    private final SampleImages seen;
    private final SampleImages seenByBase;

    /**
     * A check of a policy.
     *
     * @param adapter the policy's; {@code null} where the model itself is it
     */
    OnPolicyCheck(LlavaModel model, @Nullable LoraAdapter adapter, ImagePipeline images) {
        this.scorer = new Scorer(model, Integer.MAX_VALUE);
        this.adapter = adapter;
        this.seen = new SampleImages(images, null, null, model, adapter);
        this.seenByBase = new SampleImages(images, null, null, model, null);
    }

    /** Looks at samples from all over the data, always the same ones. */
    OnPolicyReport run(List<Prepared.Item<EncodedPreference>> items) {
        int count = Math.min(SAMPLES, items.size());
        List<Prepared.Item<EncodedPreference>> chosen = IntStream.range(0, count)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / count)))
                .toList();
        List<List<TokenStatistics>> scored = new ArrayList<>();
        Parts.of(chosen, TOGETHER).forEach(some -> scored.addAll(score(some)));
        return OnPolicyReport.of(answers(scored, 0), answers(scored, 1), answers(scored, 2));
    }

    private static List<TokenStatistics> answers(List<List<TokenStatistics>> scored, int answer) {
        return scored.stream().map(sample -> sample.get(answer)).toList();
    }

    private List<List<TokenStatistics>> score(List<Prepared.Item<EncodedPreference>> items) {
        List<ScoringSample> own = new ArrayList<>();
        List<ScoringSample> base = new ArrayList<>();
        try {
            seen.encode(items, CLEAN);
            items.forEach(item -> own.add(pass(seen, item)));
            seenByBase.encode(items, CLEAN);
            items.forEach(item -> base.add(pass(seenByBase, item)));
            return scorer.statistics(own, adapter, base);
        } finally {
            seen.release(own);
            seenByBase.release(base);
        }
    }

    private static ScoringSample pass(SampleImages images, Prepared.Item<EncodedPreference> item) {
        EncodedPreference sample = item.encoded();
        List<int[]> answers = List.of(
                sample.standard(), sample.revised().ids(), sample.original().ids());
        return images.of(item).frozenPass(sample.prompt(), answers, false);
    }
}
