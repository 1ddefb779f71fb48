package io.opadpo.service.jobs;

import java.util.HashSet;
import java.util.Set;

/**
 * The kinds of jobs whose {@code /v1/jobs} this service serves. A service declares it as a bean; the gateway has none
 * and serves all.
 *
 * @param kinds the kinds; empty is all
 */
public record JobKinds(Set<String> kinds) {
    public JobKinds {
        kinds = Set.copyOf(kinds);
    }

    public static JobKinds of(String... kinds) {
        return new JobKinds(Set.of(kinds));
    }

    boolean serves(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    /** Those of the wanted kinds that are served; if none are wanted, all that are served. */
    Set<String> within(Set<String> wanted) {
        if (wanted.isEmpty()) {
            return kinds;
        }
        Set<String> served = new HashSet<>(wanted);
        served.removeIf(kind -> !serves(kind));
        return served;
    }
}
