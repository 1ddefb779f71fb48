package io.opadpo.llava.train.schedule;

/**
 * The order in which a training sees its samples: every epoch is a fresh permutation, cut into batches.
 *
 * @param samples how many samples there are
 * @param batchSize samples of a batch
 * @param dropLast whether an epoch leaves out what does not fill a batch; otherwise its last batch is smaller
 * @param seed the same seed gives the same order on every machine
 */
public record DataOrder(int samples, int batchSize, boolean dropLast, long seed) {

    /** @throws ScheduleException if an epoch would have no batch */
    public DataOrder {
        if (batchSize < 1) {
            throw new IllegalArgumentException("Batch size must be at least 1: " + batchSize);
        }
        if (samples < 1) {
            throw new ScheduleException("No samples to train on");
        }
        if (dropLast && samples < batchSize) {
            throw new ScheduleException(
                    samples + " samples do not fill one batch of " + batchSize + ", and partial batches are dropped");
        }
    }

    public int batchesPerEpoch() {
        return usedPerEpoch() / batchSize + (usedPerEpoch() % batchSize == 0 ? 0 : 1);
    }

    /** Where a new training starts. */
    public DataPosition start() {
        return new DataPosition(seed, samples, 0, 0);
    }

    /** Reads on from a position, which may be the one a checkpoint kept. */
    public DataCursor from(DataPosition position) {
        return new DataCursor(this, position);
    }

    int usedPerEpoch() {
        return dropLast ? samples - samples % batchSize : samples;
    }
}
