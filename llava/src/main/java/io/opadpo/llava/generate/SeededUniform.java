package io.opadpo.llava.generate;

/**
 * Uniform numbers by counter: the draw of a step depends on the seed, the answer's number and the step, and on nothing
 * that happened elsewhere. SplitMix64's finaliser (Steele, Lea and Flood, 2014) mixes the counter.
 */
final class SeededUniform {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;

    SeededUniform(long seed, int sample) {
        this.key = mix(seed + GOLDEN) + sample * GOLDEN;
    }

    /** A number in {@code [0, 1)} with 24 bits, all of which an fp32 holds. */
    float at(int step) {
        return (mix(mix(key) + (step + 1) * GOLDEN) >>> 40) * 0x1.0p-24f;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
