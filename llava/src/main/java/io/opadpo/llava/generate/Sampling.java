package io.opadpo.llava.generate;

import java.util.List;

/**
 * How the next token is chosen and when an answer ends.
 *
 * <p>Applied in Hugging Face's order: temperature, then top-k, then top-p on what is left.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK only so many of the likeliest tokens may be drawn; 0 for all
 * @param topP only the smallest set of likeliest tokens whose probability reaches this may be drawn; 1 for all
 * @param minTokens the end token and stop strings cannot end an answer before so many tokens
 * @param maxTokens the answer ends after so many tokens
 * @param stop the answer ends before the first of these strings
 * @param seed decides every draw together with the answer's number; the same seed gives the same answers
 */
public record Sampling(
        double temperature, int topK, double topP, int minTokens, int maxTokens, List<String> stop, long seed) {

    public Sampling {
        require(temperature >= 0 && temperature <= 100, "temperature", temperature, "from 0 to 100");
        require(topK >= 0, "topK", topK, "0 or more");
        require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        require(maxTokens >= 1, "maxTokens", maxTokens, "1 or more");
        require(minTokens >= 0 && minTokens <= maxTokens, "minTokens", minTokens, "from 0 to maxTokens");
        require(stop.stream().noneMatch(String::isEmpty), "stop", "\"\"", "without empty strings");
        stop = List.copyOf(stop);
    }

    private static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + " but must be " + expected);
        }
    }

    /** The likeliest token each time. */
    public static Sampling greedy(int maxTokens) {
        return new Sampling(0, 0, 1, 0, maxTokens, List.of(), 0);
    }

    /** Draws with a temperature, top-k and top-p. */
    public static Sampling random(double temperature, int topK, double topP, int maxTokens, long seed) {
        return new Sampling(temperature, topK, topP, 0, maxTokens, List.of(), seed);
    }

    /** The same with another number of tokens that must come before the end. */
    public Sampling withMinTokens(int tokens) {
        return new Sampling(temperature, topK, topP, tokens, maxTokens, stop, seed);
    }

    /** The same with stop strings. */
    public Sampling withStop(String... strings) {
        return new Sampling(temperature, topK, topP, minTokens, maxTokens, List.of(strings), seed);
    }

    boolean isGreedy() {
        return temperature == 0;
    }
}
