package io.opadpo.llava.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model predicts at each token of a given response, in nats.
 *
 * @param logProbs log-probability of the token that stands there
 * @param entropies H = −Σ p·log p of the distribution over the whole vocabulary
 * @param variances of log p under that distribution: how far one of its own samples may be off −H
 * @param divergences KL = Σ p·(log p − log q) of that distribution from the base model's
 */
@SuppressWarnings("ArrayRecordComponent") // read once, and summed up
public record TokenStatistics(float[] logProbs, float[] entropies, float[] variances, float[] divergences) {

    /** Cuts {@code [4·R]} values, one kind after the other, by sample and response. */
    static List<List<TokenStatistics>> split(float[] flat, List<ScoringSample> samples) {
        int rows = flat.length / 4;
        List<List<TokenStatistics>> results = new ArrayList<>();
        int start = 0;
        for (ScoringSample sample : samples) {
            List<TokenStatistics> own = new ArrayList<>();
            for (int[] response : sample.responses()) {
                own.add(new TokenStatistics(
                        cut(flat, start, response.length),
                        cut(flat, rows + start, response.length),
                        cut(flat, 2 * rows + start, response.length),
                        cut(flat, 3 * rows + start, response.length)));
                start += response.length;
            }
            results.add(own);
        }
        return results;
    }

    private static float[] cut(float[] flat, int start, int length) {
        return Arrays.copyOfRange(flat, start, start + length);
    }
}
