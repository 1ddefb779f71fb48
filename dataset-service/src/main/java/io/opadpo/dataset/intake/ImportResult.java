package io.opadpo.dataset.intake;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an import shows in the end.
 *
 * @param prompts good rows
 * @param malformed rows and files that were left out; the job's failed items name them
 * @param proportions of all good rows
 * @param revision the hub's commit
 */
@JsonNaming(SnakeCaseStrategy.class)
record ImportResult(
        long prompts,
        long malformed,
        @Nullable String by,
        List<Share> proportions,
        List<Made> sets,
        @Nullable String revision) {

    /** How many rows have a value, and their share. */
    record Share(String value, long rows, double share) {}

    /** A set that was made. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Made(UUID promptSet, String name, long count, List<Share> proportions) {}

    static List<Share> shares(Map<String, Long> strata) {
        double all = strata.values().stream().mapToLong(Long::longValue).sum();
        return strata.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue(), entry.getValue() / all))
                .toList();
    }
}
