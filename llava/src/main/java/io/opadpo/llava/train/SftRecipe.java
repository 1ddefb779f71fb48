package io.opadpo.llava.train;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftSequence;
import io.opadpo.llava.train.loss.LossValue;
import io.opadpo.llava.train.loss.ScoredResponse;
import io.opadpo.llava.train.loss.SftLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * OPA: supervised fine-tuning on standard and revised responses, each a sequence of its own, though the two of a sample
 * share the computation of image and question. The loss is the mean over all response tokens of a batch.
 */
final class SftRecipe implements Recipe<List<SftSequence>> {

    private final SampleImages images;
    private final int imageTokens;

    SftRecipe(SampleImages images, LlavaConfig config) {
        this.images = images;
        this.imageTokens = config.imageTokens();
    }

    @Override
    public SampleSize size(Prepared.Item<List<SftSequence>> item) {
        long answers = item.encoded().stream()
                .mapToLong(sequence -> sequence.response().length)
                .sum();
        long prompt = item.encoded().get(0).prompt().length(imageTokens);
        return new SampleSize(prompt + answers, answers, item.image() == null ? 0 : 1);
    }

    @Override
    public void expect(List<Prepared.Item<List<SftSequence>>> items) {
        images.expect(items, List.of(false));
    }

    @Override
    public void prepare(List<Prepared.Item<List<SftSequence>>> microBatch) {
        images.prepare(microBatch, List.of(false));
    }

    @Override
    public List<ScoringSample> passes(Prepared.Item<List<SftSequence>> item) {
        List<int[]> responses =
                item.encoded().stream().map(SftSequence::response).toList();
        return List.of(images.of(item).pass(item.encoded().get(0).prompt(), responses, false));
    }

    @Override
    public Outcome loss(
            List<Prepared.Item<List<SftSequence>>> microBatch,
            List<List<float[]>> logProbs,
            List<Prepared.Item<List<SftSequence>>> batch) {
        List<ScoredResponse> responses = new ArrayList<>();
        for (int i = 0; i < microBatch.size(); i++) {
            List<SftSequence> sequences = microBatch.get(i).encoded();
            for (int r = 0; r < sequences.size(); r++) {
                responses.add(new ScoredResponse(
                        sequences.get(r).id(), logProbs.get(i).get(r)));
            }
        }
        LossValue<double[]> value = SftLoss.compute(responses, tokens(batch));
        List<List<float[]>> gradients = new ArrayList<>();
        int next = 0;
        for (List<float[]> sample : logProbs) {
            List<float[]> perResponse = new ArrayList<>();
            for (int r = 0; r < sample.size(); r++) {
                perResponse.add(Floats.narrow(value.gradients().get(next++)));
            }
            gradients.add(perResponse);
        }
        return new Outcome(value.loss(), value.statistics(), gradients);
    }

    private static long tokens(List<Prepared.Item<List<SftSequence>>> batch) {
        return batch.stream()
                .flatMap(item -> item.encoded().stream())
                .mapToLong(sequence -> sequence.response().length)
                .sum();
    }

    @Override
    public void release(List<ScoringSample> passes) {
        images.release(passes);
    }
}
