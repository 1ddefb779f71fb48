package io.opadpo.llava.weights;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tensor keys in messages: bounded, printable, and with a hint where one is missing. */
public final class Keys {

    private static final int MAX_LENGTH = 200;
    private static final int NEAR = 3;

    private Keys() {}

    /** The key in quotes, shortened and without control characters: keys come from files nobody vouches for. */
    public static String quote(String key) {
        String shown = key.length() <= MAX_LENGTH ? key : key.substring(0, MAX_LENGTH) + "...";
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    /** That {@code key} is not among {@code names}, with the names that share most of its dotted parts. */
    static String missing(String key, Set<String> names) {
        List<String> near = near(key, names);
        String hint = near.isEmpty() ? "" : "; near names: " + String.join(", ", near);
        return "no tensor " + Keys.quote(key) + " among " + names.size() + hint;
    }

    private static List<String> near(String key, Set<String> names) {
        Set<String> parts = Set.copyOf(List.of(key.split("\\.")));
        record Candidate(String name, int shared) {}
        return names.stream()
                .map(name -> new Candidate(name, shared(parts, name)))
                .filter(candidate -> candidate.shared() > 0)
                .sorted(Comparator.comparingInt(Candidate::shared)
                        .reversed()
                        .thenComparingInt(candidate -> candidate.name().length())
                        .thenComparing(Candidate::name))
                .limit(NEAR)
                .map(candidate -> quote(candidate.name()))
                .toList();
    }

    private static int shared(Set<String> parts, String name) {
        Set<String> common = new HashSet<>(List.of(name.split("\\.")));
        common.retainAll(parts);
        return common.size();
    }
}
