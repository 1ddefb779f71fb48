package io.opadpo.llava.train;

/** SplitMix64 (Steele, Lea and Flood, 2014): a small generator whose whole state is one number, kept in checkpoints. */
public final class SplitMix {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix(long state) {
        this.state = state;
    }

    public long state() {
        return state;
    }

    public long nextLong() {
        state += GOLDEN;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in {@code [0, 1)}. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1.0p-24f;
    }
}
