package io.opadpo.dataset.build;

import java.util.List;
import java.util.TreeMap;

/**
 * How values are spread.
 *
 * @param mean of all values, 0 without any
 * @param bins in ascending order, empty ones left out
 */
record Histogram(double mean, List<Bin> bins) {

    /** How many values are at least {@code from} and below {@code to}; the last bin also holds what lies beyond. */
    record Bin(double from, double to, long count) {}

    /** Counts values into bins of one width. */
    static final class Counter {

        /** Keeps a value that is a bin's exact lower bound in it, in spite of rounding. */
        private static final double TOLERANCE = 1e-9;

        private final double width;
        private final int last;
        private final TreeMap<Integer, Long> counts = new TreeMap<>();
        private long values;
        private double sum;

        /** @param bins how many there are; values beyond go into the last */
        Counter(double width, int bins) {
            this.width = width;
            this.last = bins - 1;
        }

        void add(double value) {
            values++;
            sum += value;
            counts.merge(Math.min(last, (int) (value / width + TOLERANCE)), 1L, Long::sum);
        }

        Histogram histogram() {
            List<Bin> bins = counts.entrySet().stream()
                    .map(bin -> new Bin(bound(bin.getKey()), bound(bin.getKey() + 1), bin.getValue()))
                    .toList();
            return new Histogram(values == 0 ? 0 : sum / values, bins);
        }

        private double bound(int bin) {
            return Math.round(bin * width * 1e6) / 1e6;
        }
    }
}
