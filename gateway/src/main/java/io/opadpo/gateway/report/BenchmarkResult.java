package io.opadpo.gateway.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A benchmark's part of an evaluation's result.
 *
 * @param name as configured
 * @param type which benchmark it is
 * @param questions that all policies could answer
 * @param failed the others
 * @param scores of each policy, base first
 * @param examples as the result has them
 */
record BenchmarkResult(String name, String type, long questions, long failed, List<Scores> scores, JsonNode examples) {
    /**
     * What one policy reached.
     *
     * @param metrics by key; what is undefined is not in it
     * @param differences to base, likewise; empty for base
     */
    record Scores(Policy policy, Map<String, Estimate> metrics, Map<String, Estimate> differences) {
        @Nullable
        Estimate metric(MetricInfo metric) {
            return metrics.get(metric.key());
        }

        @Nullable
        Estimate difference(MetricInfo metric) {
            return differences.get(metric.key());
        }
    }

    /** Reads it; {@code policy} knows what is behind a name. */
    static BenchmarkResult of(JsonNode json, Function<String, Policy> policy) {
        List<Scores> scores = new ArrayList<>();
        for (JsonNode one : json.path("policies")) {
            scores.add(new Scores(
                    policy.apply(one.path("policy").asString("")),
                    estimates(one.path("metrics")),
                    estimates(one.path("difference"))));
        }
        return new BenchmarkResult(
                json.path("name").asString(""),
                json.path("type").asString(""),
                json.path("questions").asLong(0),
                json.path("failed").asLong(0),
                scores,
                json.path("examples"));
    }

    private static Map<String, Estimate> estimates(JsonNode json) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            Estimate estimate = Estimate.of(entry.getValue());
            if (estimate != null) {
                estimates.put(entry.getKey(), estimate);
            }
        });
        return estimates;
    }

    /** All metrics that some policy has, in reading order. */
    List<MetricInfo> metrics() {
        Set<String> keys = new LinkedHashSet<>();
        scores.forEach(one -> keys.addAll(one.metrics().keySet()));
        return MetricCatalog.of(type, keys);
    }
}
