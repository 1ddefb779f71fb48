package io.opadpo.llava.lora;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Shape of an adapter, as PEFT's {@code adapter_config.json} describes it.
 *
 * @param rank width of the bottleneck
 * @param alpha the update is scaled by {@code alpha / rank}
 * @param rankStabilised scale by {@code alpha / √rank} instead ({@code use_rslora})
 * @param targets the modules it is for
 * @param rankPattern ranks of modules that differ, by a regular expression on the end of their names, in
 *     either of the spellings of transformers; the first match counts
 * @param alphaPattern the same for alpha
 * @param baseModel name of the model it was made for; may be empty
 */
public record LoraConfig(
        int rank,
        double alpha,
        boolean rankStabilised,
        LoraTargets targets,
        Map<String, Integer> rankPattern,
        Map<String, Double> alphaPattern,
        String baseModel) {

    /** More than a model has modules. */
    private static final int MAX_PATTERNS = 2000;

    /**
     * Checks the numbers and patterns.
     *
     * @throws IllegalArgumentException naming what is out of range, or no regular expression
     */
    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("rank is " + rank + " but must be 1 or more");
        }
        if (!Double.isFinite(alpha)) {
            throw new IllegalArgumentException("alpha is " + alpha);
        }
        rankPattern = checked("rank_pattern", rankPattern, value -> value >= 1);
        alphaPattern = checked("alpha_pattern", alphaPattern, Double::isFinite);
    }

    /** A copy in the same order, as the first pattern that matches counts. */
    private static <T> Map<String, T> checked(String field, Map<String, T> patterns, Predicate<T> valid) {
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(field + " has over " + MAX_PATTERNS + " entries");
        }
        patterns.forEach((pattern, value) -> {
            ModulePattern.ending(field, pattern);
            if (!valid.test(value)) {
                throw new IllegalArgumentException(field + " gives " + pattern + " " + value);
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
    }

    /** An adapter of one rank and alpha everywhere. */
    public LoraConfig(int rank, double alpha, LoraTargets targets) {
        this(rank, alpha, false, targets, Map.of(), Map.of(), "");
    }

    /**
     * Rank of a module, by its canonical name.
     *
     * @throws AdapterException if a regular expression takes too long to match
     */
    public int rank(String module) {
        return matching("rank_pattern", rankPattern, module).orElse(rank);
    }

    /** What a module's {@code B·A} is multiplied by. */
    public double scale(String module) {
        double chosen = matching("alpha_pattern", alphaPattern, module).orElse(alpha);
        int r = rank(module);
        return chosen / (rankStabilised ? Math.sqrt(r) : r);
    }

    private static <T> Optional<T> matching(String field, Map<String, T> patterns, String module) {
        return patterns.entrySet().stream()
                .filter(entry -> ModulePattern.ending(field, entry.getKey()).matches(module))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
