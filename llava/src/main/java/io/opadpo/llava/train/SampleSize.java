package io.opadpo.llava.train;

/**
 * What a sample costs to compute.
 *
 * @param rows decoder rows, image positions included
 * @param scored response tokens whose log-probabilities are asked
 * @param images images, masked ones included
 */
record SampleSize(long rows, long scored, long images) {

    static final SampleSize NONE = new SampleSize(0, 0, 0);

    /** The larger of each. */
    SampleSize max(SampleSize other) {
        return new SampleSize(
                Math.max(rows, other.rows), Math.max(scored, other.scored), Math.max(images, other.images));
    }
}
