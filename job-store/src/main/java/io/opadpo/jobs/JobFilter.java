package io.opadpo.jobs;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list. An empty set and a null take all.
 *
 * @param kinds of these kinds
 * @param states in these states
 * @param pipeline of this pipeline
 */
public record JobFilter(
        Set<String> kinds, Set<JobState> states, @Nullable UUID pipeline) {
    /** All jobs. */
    public static final JobFilter ALL = new JobFilter(Set.of(), Set.of(), null);

    public JobFilter {
        kinds = Set.copyOf(kinds);
        states = Set.copyOf(states);
    }

    /** The jobs of a pipeline. */
    public static JobFilter pipeline(UUID pipeline) {
        return new JobFilter(Set.of(), Set.of(), pipeline);
    }
}
