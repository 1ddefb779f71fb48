package io.opadpo.llava.train;

import java.util.OptionalLong;

/**
 * What a training needs of a device's memory beyond what is there already, and how it is made to fit: the largest useful
 * micro-batch whose activations can be kept, or else the largest with recomputation.
 *
 * @param microBatch samples computed at once
 * @param recompute whether activations are computed again on the way back
 * @param replicas that share each batch
 * @param neededBytes estimate for that; 0 where nothing was to be weighed
 * @param freeBytes what the device has for it; {@value #UNKNOWN} where that cannot be told
 */
public record MemoryPlan(int microBatch, boolean recompute, int replicas, long neededBytes, long freeBytes) {

    /** Where free memory cannot be told. */
    public static final long UNKNOWN = -1;

    /** A micro-batch of more rows is no faster: see docs/performance.md. */
    private static final long USEFUL_ROWS = 16384;

    /** Samples computed at once where the device's memory cannot be told. */
    private static final int BLIND = 4;

    /** Memory that stays free. */
    private static final double RESERVE = 0.05;

    /**
     * What a plan is for.
     *
     * @param memory bytes by formula
     * @param largest the largest sample
     * @param samples of an optimiser step
     * @param replicas that share them
     * @param overhead what libtorch's allocator holds for each byte by formula
     */
    record Load(ActivationMemory memory, SampleSize largest, int samples, int replicas, double overhead) {

        /** Samples that a replica gets of an optimiser step, beyond which a micro-batch cannot grow. */
        int share() {
            return (samples + replicas - 1) / replicas;
        }

        long bytes(int microBatch, boolean recompute) {
            double activations = overhead * memory.bytes(microBatch, largest, recompute);
            return (long) activations + memory.logitBytes(microBatch, largest);
        }

        private int usefulMicroBatch() {
            return (int) Math.max(1, Math.min(share(), USEFUL_ROWS / Math.max(1, largest.rows())));
        }
    }

    /**
     * Makes a plan.
     *
     * @param asked samples to compute at once, or 0 for as many as fit and are of use
     * @param free memory of the device, once model and optimiser state are there; empty where it cannot be told
     * @throws TrainingException if it does not fit even with recomputation, saying what it would take
     */
    static MemoryPlan of(Load load, int asked, OptionalLong free) {
        int most = asked > 0 ? Math.min(asked, load.share()) : load.usefulMicroBatch();
        if (free.isEmpty()) {
            return new MemoryPlan(asked > 0 ? most : Math.min(most, BLIND), false, load.replicas(), 0, UNKNOWN);
        }
        int least = asked > 0 ? most : 1;
        int first = asked > 0 || most == load.share() ? most : Integer.highestOneBit(most);
        long available = usable(free.getAsLong());
        for (boolean recompute : new boolean[] {false, true}) {
            for (int microBatch = first; microBatch >= least; microBatch = Integer.highestOneBit(microBatch - 1)) {
                long needed = load.bytes(microBatch, recompute);
                if (needed <= available) {
                    return new MemoryPlan(microBatch, recompute, load.replicas(), needed, free.getAsLong());
                }
            }
        }
        throw new TrainingException(
                least + " samples of up to " + load.largest().rows() + " positions need about "
                        + mebibytes(load.bytes(least, true)) + " MiB of memory, but only " + mebibytes(available)
                        + " MiB can be used");
    }

    /**
     * Whether a training can go on with this plan.
     *
     * @param asked micro-batch that is asked for now, or 0 for any
     */
    boolean serves(int asked, int replicasNow, OptionalLong free) {
        return (asked == 0 || asked == microBatch)
                && replicasNow == replicas
                && (free.isEmpty() || neededBytes <= usable(free.getAsLong()));
    }

    private static long usable(long free) {
        return (long) (free * (1 - RESERVE));
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
