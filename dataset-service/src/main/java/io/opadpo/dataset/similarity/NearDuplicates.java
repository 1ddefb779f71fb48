package io.opadpo.dataset.similarity;

import io.opadpo.dataset.similarity.NearDuplicateReport.Leak;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Images of a data set whose pictures look alike. Images with one hash are one class; classes are compared. */
public final class NearDuplicates {

    private static final int LISTED = 100;

    private final int distance;
    private final List<List<String>> classes;
    private final HammingIndex index;

    /** @param hashes of images, by name */
    public NearDuplicates(Map<String, Long> hashes, NearDuplicateOptions options) {
        this.distance = options.distanceOrDefault();
        TreeMap<Long, List<String>> byHash = new TreeMap<>();
        new TreeMap<>(hashes)
                .forEach((name, hash) ->
                        byHash.computeIfAbsent(hash, key -> new ArrayList<>()).add(name));
        this.classes = List.copyOf(byHash.values());
        this.index = new HammingIndex(
                byHash.keySet().stream().mapToLong(Long::longValue).toArray(), distance);
    }

    /**
     * The least name of the images that look like it, or like one that does, and so on; of an image alone, its own. It
     * follows from the images alone.
     */
    public UnaryOperator<String> leaders() {
        int[] parents = IntStream.range(0, classes.size()).toArray();
        String[] least = classes.stream().map(names -> names.get(0)).toArray(String[]::new);
        index.forEach((first, second, bits) -> {
            int a = root(parents, first);
            int b = root(parents, second);
            if (a != b) {
                parents[b] = a;
                least[a] = least[a].compareTo(least[b]) < 0 ? least[a] : least[b];
            }
        });
        TreeMap<String, String> leaders = new TreeMap<>();
        for (int i = 0; i < parents.length; i++) {
            String leader = least[root(parents, i)];
            classes.get(i).forEach(name -> leaders.put(name, leader));
        }
        return name -> leaders.getOrDefault(name, name);
    }

    private static int root(int[] parents, int start) {
        int at = start;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /**
     * Counts pairs.
     *
     * @param images how many the data set has, with and without hash
     * @param heldOut on which side an image is
     * @param moved how many have changed it
     */
    public NearDuplicateReport report(long images, Predicate<String> heldOut, long moved) {
        Counter counter = new Counter(heldOut);
        for (int i = 0; i < classes.size(); i++) {
            counter.add(i, i, 0);
        }
        index.forEach(counter::add);
        counter.listed.sort(Comparator.comparingInt(Leak::distance).thenComparing(Leak::train));
        long compared = classes.stream().mapToLong(List::size).sum();
        return new NearDuplicateReport(
                distance, images, images - compared, counter.pairs, counter.leaks, moved, counter.listed);
    }

    private final class Counter {
        private final List<List<String>> train;
        private final List<List<String>> heldOut;
        private final List<Leak> listed = new ArrayList<>();
        private long pairs;
        private long leaks;

        Counter(Predicate<String> isHeldOut) {
            train = classes.stream()
                    .map(names -> names.stream().filter(isHeldOut.negate()).toList())
                    .toList();
            heldOut = classes.stream()
                    .map(names -> names.stream().filter(isHeldOut).toList())
                    .toList();
        }

        /** Pairs between two classes, or within one. */
        void add(int first, int second, int bits) {
            long size = classes.get(first).size();
            pairs += first == second
                    ? size * (size - 1) / 2
                    : size * classes.get(second).size();
            across(train.get(first), heldOut.get(second), bits);
            if (first != second) {
                across(train.get(second), heldOut.get(first), bits);
            }
        }

        private void across(List<String> left, List<String> right, int bits) {
            leaks += (long) left.size() * right.size();
            for (String one : left) {
                for (String other : right) {
                    if (listed.size() == LISTED) {
                        return;
                    }
                    listed.add(new Leak(one, other, bits));
                }
            }
        }
    }
}
