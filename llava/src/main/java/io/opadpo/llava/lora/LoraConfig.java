package io.opadpo.llava.lora;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Shape of an adapter, as PEFT's {@code adapter_config.json} describes it.
 *
 * @param rank width of the bottleneck
 * @param alpha the update is scaled by {@code alpha / rank}
 * @param rankStabilised scale by {@code alpha / √rank} instead ({@code use_rslora})
 * @param targets the modules it is for
 * @param rankPattern ranks of modules that differ, by a regular expression on the end of their names
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

    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("rank is " + rank + " but must be 1 or more");
        }
        rankPattern = Map.copyOf(new LinkedHashMap<>(rankPattern));
        alphaPattern = Map.copyOf(new LinkedHashMap<>(alphaPattern));
    }

    /** An adapter of one rank and alpha everywhere. */
    public LoraConfig(int rank, double alpha, LoraTargets targets) {
        this(rank, alpha, false, targets, Map.of(), Map.of(), "");
    }

    /** Rank of a module, by its canonical name. */
    public int rank(String module) {
        return matching(rankPattern, module).orElse(rank);
    }

    /** What a module's {@code B·A} is multiplied by. */
    public double scale(String module) {
        double chosen = matching(alphaPattern, module).orElse(alpha);
        int r = rank(module);
        return chosen / (rankStabilised ? Math.sqrt(r) : r);
    }

    private static <T> Optional<T> matching(Map<String, T> patterns, String module) {
        return patterns.entrySet().stream()
                .filter(entry -> Pattern.matches("(.*\\.)?(" + entry.getKey() + ")", "model." + module))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
