package io.opadpo.trainer.benchmark;

import java.util.List;
import java.util.Map;

/**
 * What an answer is worth.
 *
 * @param counts by name; summed over answers they give the metrics
 * @param wrong the parts of the answer that are hallucinated, in their order
 */
public record Score(Map<String, Integer> counts, List<Span> wrong) {

    /**
     * A part of an answer.
     *
     * @param start its first character, in UTF-16 units as Java and JavaScript count them
     * @param end the character after its last one
     */
    public record Span(int start, int end) {}

    public Score {
        counts = Map.copyOf(counts);
        wrong = List.copyOf(wrong);
    }
}
