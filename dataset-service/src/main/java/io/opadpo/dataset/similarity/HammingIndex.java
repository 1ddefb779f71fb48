package io.opadpo.dataset.similarity;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds pairs of 64-bit words that differ in few bits without comparing all with all: of four bands of 16 bits, at least
 * one differs in no more than a quarter of them, so each word is compared only with those that have such a band.
 */
final class HammingIndex {

    /** Up to it, few of a band's values are that near; beyond, most words would be compared anyway. */
    static final int MAX_DISTANCE = 15;

    private static final int BANDS = 4;
    private static final int BITS = Long.SIZE / BANDS;
    private static final int VALUES = 1 << BITS;
    private static final int NONE = -1;

    private final long[] words;
    private final int distance;
    private final int radius;
    private final int[] masks;

    /** @param distance most bits in which two differ, 0 to {@value #MAX_DISTANCE} */
    HammingIndex(long[] words, int distance) {
        if (distance < 0 || distance > MAX_DISTANCE) {
            throw new IllegalArgumentException("distance " + distance);
        }
        this.words = words.clone();
        this.distance = distance;
        this.radius = distance / BANDS;
        this.masks = IntStream.range(0, VALUES)
                .filter(mask -> Integer.bitCount(mask) <= radius)
                .toArray();
    }

    /** Takes pairs, by their places in the array. */
    @FunctionalInterface
    interface Pairs {
        void pair(int first, int second, int distance);
    }

    /** Gives every pair once, with {@code first < second}. */
    void forEach(Pairs pairs) {
        for (int band = 0; band < BANDS; band++) {
            int[] newest = new int[VALUES]; // The last word with this value, and behind it those before it.
            int[] before = new int[words.length];
            Arrays.fill(newest, NONE);
            for (int i = 0; i < words.length; i++) {
                int value = band(words[i], band);
                for (int mask : masks) {
                    for (int j = newest[value ^ mask]; j != NONE; j = before[j]) {
                        compare(j, i, band, pairs);
                    }
                }
                before[i] = newest[value];
                newest[value] = i;
            }
        }
    }

    private void compare(int first, int second, int band, Pairs pairs) {
        long difference = words[first] ^ words[second];
        int bits = Long.bitCount(difference);
        if (bits <= distance && !foundBefore(difference, band)) {
            pairs.pair(first, second, bits);
        }
    }

    /** Whether an earlier band has shown this pair. */
    private boolean foundBefore(long difference, int band) {
        for (int earlier = 0; earlier < band; earlier++) {
            if (Integer.bitCount(band(difference, earlier)) <= radius) {
                return true;
            }
        }
        return false;
    }

    private static int band(long word, int band) {
        return (int) (word >>> band * BITS) & VALUES - 1;
    }
}
