package io.opadpo.llava.train;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftSequence;
import io.opadpo.llava.train.loss.EntropyLoss;
import io.opadpo.llava.train.loss.LossValue;
import io.opadpo.llava.train.loss.MaskedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * OPA with its entropy term. A sample has two passes in one graph, on its image and on the masked image; without an image
 * the two are the same, and the term is 0.
 */
final class EntropyRecipe implements Recipe<List<SftSequence>> {

    private final EntropyTerm term;
    private final SampleImages images;
    private final int imageTokens;
    private double coefficient;

    EntropyRecipe(EntropyTerm term, SampleImages images, LlavaConfig config) {
        this.term = term;
        this.images = images;
        this.imageTokens = config.imageTokens();
        this.coefficient = term.coefficient();
    }

    @Override
    public SampleSize size(Prepared.Item<List<SftSequence>> item) {
        long prompt = item.encoded().get(0).prompt().length(imageTokens);
        long answers = tokens(List.of(item));
        return new SampleSize(2 * (prompt + answers), 2 * answers, item.image() == null ? 0 : 2);
    }

    @Override
    public void expect(List<Prepared.Item<List<SftSequence>>> items) {
        images.expect(items, List.of(false, true));
    }

    @Override
    public void atStep(long done) {
        coefficient = term.coefficientAfter(done);
    }

    @Override
    public void prepare(List<Prepared.Item<List<SftSequence>>> microBatch) {
        images.prepare(microBatch, List.of(false, true));
    }

    @Override
    public List<ScoringSample> passes(Prepared.Item<List<SftSequence>> item) {
        List<int[]> responses =
                item.encoded().stream().map(SftSequence::response).toList();
        Prompt prompt = item.encoded().get(0).prompt();
        SampleImages.Views views = images.of(item);
        return Stream.of(false, true)
                .map(masked -> views.pass(prompt, responses, masked).withEntropies())
                .toList();
    }

    @Override
    public Outcome loss(
            List<Prepared.Item<List<SftSequence>>> microBatch,
            List<List<float[]>> values,
            List<Prepared.Item<List<SftSequence>>> batch) {
        List<MaskedResponse> responses = new ArrayList<>();
        for (int i = 0; i < microBatch.size(); i++) {
            List<SftSequence> sequences = microBatch.get(i).encoded();
            List<float[]> clean = values.get(2 * i);
            List<float[]> masked = values.get(2 * i + 1);
            int n = sequences.size();
            for (int r = 0; r < n; r++) {
                responses.add(new MaskedResponse(
                        sequences.get(r).id(), clean.get(r), clean.get(n + r), masked.get(r), masked.get(n + r)));
            }
        }
        LossValue<MaskedResponse.Gradients> value =
                EntropyLoss.compute(responses, tokens(batch), sequences(batch), coefficient);
        List<List<float[]>> gradients = new ArrayList<>();
        int next = 0;
        for (Prepared.Item<List<SftSequence>> item : microBatch) {
            int end = next + item.encoded().size();
            List<MaskedResponse.Gradients> own = value.gradients().subList(next, end);
            gradients.add(narrow(own.stream().map(g -> g.policy()), own.stream().map(g -> g.entropies())));
            gradients.add(narrow(
                    own.stream().map(g -> new double[g.policy().length]),
                    own.stream().map(g -> g.maskedEntropies())));
            next = end;
        }
        return new Outcome(value.loss(), value.statistics(), gradients);
    }

    private static List<float[]> narrow(Stream<double[]> logProbs, Stream<double[]> entropies) {
        return Stream.concat(logProbs, entropies).map(Floats::narrow).toList();
    }

    private static long tokens(List<Prepared.Item<List<SftSequence>>> batch) {
        return batch.stream()
                .flatMap(item -> item.encoded().stream())
                .mapToLong(sequence -> sequence.response().length)
                .sum();
    }

    private static int sequences(List<Prepared.Item<List<SftSequence>>> batch) {
        return batch.stream().mapToInt(item -> item.encoded().size()).sum();
    }

    @Override
    public void release(List<ScoringSample> passes) {
        images.release(passes);
    }
}
