package io.opadpo.llava;

import java.util.List;

/**
 * How likely the model finds a response, token by token.
 *
 * @param ids the response's tokens, the end token last
 * @param logProbs natural logarithm of each token's probability, given all before it
 */
public record TokenLogProbs(List<Integer> ids, List<Float> logProbs) {

    public TokenLogProbs {
        ids = List.copyOf(ids);
        logProbs = List.copyOf(logProbs);
    }

    /** Log-probability of the whole response. */
    public double sum() {
        return logProbs.stream().mapToDouble(Float::doubleValue).sum();
    }

    /** The same per token. */
    public double mean() {
        return sum() / logProbs.size();
    }
}
