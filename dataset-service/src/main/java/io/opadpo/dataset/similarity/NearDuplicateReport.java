package io.opadpo.dataset.similarity;

import java.util.List;

/**
 * Pictures of a data set that look alike.
 *
 * @param distance most bits in which the hashes of a pair differ
 * @param images how many different ones the data set has
 * @param notCompared those that could not be decoded or have a single tone
 * @param pairs how many pairs of different images look alike
 * @param leaks how many of them are on both sides of the split, so that what is held out was nearly trained on
 * @param moved images that were moved to the other side, to be with one that looks alike
 * @param listed the first leaks, at most 100, nearest first
 */
public record NearDuplicateReport(
        int distance, long images, long notCompared, long pairs, long leaks, long moved, List<Leak> listed) {

    /**
     * A picture to train on and one that is held out.
     *
     * @param distance in bits
     */
    public record Leak(String train, String heldOut, int distance) {}
}
