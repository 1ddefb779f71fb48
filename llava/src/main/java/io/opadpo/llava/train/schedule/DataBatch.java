package io.opadpo.llava.train.schedule;

import java.util.List;

/**
 * Samples that are trained on together.
 *
 * @param epoch the epoch they belong to, counted from 0
 * @param samples their indices into the data set
 * @param endsEpoch whether the epoch is over after this batch
 */
public record DataBatch(long epoch, List<Integer> samples, boolean endsEpoch) {

    public DataBatch {
        samples = List.copyOf(samples);
    }
}
