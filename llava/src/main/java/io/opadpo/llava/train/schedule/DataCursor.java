package io.opadpo.llava.train.schedule;

import java.util.Arrays;

/** Hands out the batches of a {@link DataOrder} without end, epoch after epoch. Not thread-safe. */
public final class DataCursor {

    private final DataOrder order;
    private long epoch;
    private int index;
    private int[] permutation;

    DataCursor(DataOrder order, DataPosition position) {
        if (position.seed() != order.seed() || position.samples() != order.samples()) {
            throw new ScheduleException("The position belongs to seed " + position.seed() + " and " + position.samples()
                    + " samples, the data has seed " + order.seed() + " and " + order.samples());
        }
        this.order = order;
        this.epoch = position.epoch();
        this.index = position.index();
        this.permutation = Shuffle.permutation(order.samples(), order.seed(), epoch);
        if (index >= order.usedPerEpoch()) {
            startEpoch(epoch + 1);
        }
    }

    /** The next batch. The position moves past it at once: keep {@link #position()} after training on it. */
    public DataBatch next() {
        int end = Math.min(order.usedPerEpoch() - index, order.batchSize()) + index;
        boolean endsEpoch = end == order.usedPerEpoch();
        int[] samples = Arrays.copyOfRange(permutation, index, end);
        DataBatch batch = new DataBatch(epoch, Arrays.stream(samples).boxed().toList(), endsEpoch);
        index = end;
        if (endsEpoch) {
            startEpoch(epoch + 1);
        }
        return batch;
    }

    /** Where {@link #next()} goes on. */
    public DataPosition position() {
        return new DataPosition(order.seed(), order.samples(), epoch, index);
    }

    private void startEpoch(long next) {
        epoch = next;
        index = 0;
        permutation = Shuffle.permutation(order.samples(), order.seed(), epoch);
    }
}
