package io.opadpo.llava.train.schedule;

/**
 * A seeded permutation per epoch, by an algorithm that no library update can change: SplitMix64 (Steele, Lea and Flood,
 * 2014), started at {@code mix(seed) + epoch}, drives Fisher and Yates' shuffle from the last place down. A number below
 * {@code bound} is the next 64 bits' remainder; draws from the incomplete last block of remainders are thrown away.
 */
final class Shuffle {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Shuffle(long seed, long epoch) {
        // The mix keeps epoch e + 1 of seed s apart from epoch e of seed s + 1.
        this.state = mix(seed) + epoch;
    }

    static int[] permutation(int size, long seed, long epoch) {
        Shuffle random = new Shuffle(seed, epoch);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private int below(int bound) {
        while (true) {
            long bits = next();
            long remainder = Long.remainderUnsigned(bits, bound);
            // Start of this draw's block of `bound` numbers; the block is complete unless its end passes 2^64.
            if (Long.compareUnsigned(bits - remainder, -bound) <= 0) {
                return (int) remainder;
            }
        }
    }

    private long next() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
